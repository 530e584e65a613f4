import { Module } from '@nestjs/common';
import { CallReader } from './call.reader.js';
import { CallsController } from './calls.controller.js';
import { ExportController } from './export.controller.js';
import { Exports } from './exports.js';
import { HistoryController } from './history.controller.js';
import { StreamController } from './stream.controller.js';
import { StreamReader } from './stream.reader.js';
import { TransferReader } from './transfer.reader.js';
import { Wakeup } from './wakeup.js';

@Module({
  // The stream before /transfers/{id}, which would take it for an id.
  controllers: [StreamController, HistoryController, ExportController, CallsController],
  providers: [TransferReader, CallReader, StreamReader, Wakeup, Exports],
})
export class HistoryModule {}
