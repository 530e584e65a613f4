import { Module } from '@nestjs/common';
import { ExtensionController } from './extension.controller.js';
import { ExtensionReader } from './extension.reader.js';
import { FiguresReader } from './figures.reader.js';
import { MailRound } from './mail-round.js';
import { Mailer } from './mailer.js';
import { ReportController } from './report.controller.js';
import { RollUp } from './roll-up.js';
import { Reports } from './reports.js';

@Module({
  controllers: [ReportController, ExtensionController],
  providers: [Reports, FiguresReader, ExtensionReader, RollUp, Mailer, MailRound],
})
export class ReportsModule {}
