import { Module } from '@nestjs/common';
import { HistoryController } from './history.controller.js';
import { TransferReader } from './transfer.reader.js';

@Module({ controllers: [HistoryController], providers: [TransferReader] })
export class HistoryModule {}
