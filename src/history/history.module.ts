import { Module } from '@nestjs/common';
import { CallReader } from './call.reader.js';
import { CallController } from './call.controller.js';
import { ExportController } from './export/export.controller.js';
import { TransferExport } from './export/transfer-export.js';
import { HistoryController } from './history.controller.js';
import { StreamController } from './stream/stream.controller.js';
import { StreamReader } from './stream/stream.reader.js';
import { TransferReader } from './transfer.reader.js';
import { ChangesPoll } from './stream/changes-poll.js';

@Module({
  // The stream before /transfers/{id}, which would take it for an id.
  controllers: [StreamController, HistoryController, ExportController, CallController],
  providers: [TransferReader, CallReader, StreamReader, ChangesPoll, TransferExport],
})
export class HistoryModule {}
