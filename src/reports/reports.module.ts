import { Module } from '@nestjs/common';
import { ExtensionController } from '../extensions/extension.controller.js';
import { ExtensionReader } from '../extensions/extension.reader.js';
import { FiguresReader } from './sql/figures.reader.js';
import { MailRound } from './schedule/mail-round.js';
import { Mailer } from './schedule/mailer.js';
import { ReportController } from './report.controller.js';
import { RollUp } from './rollup/rollup.js';
import { Reports } from './reports.js';

@Module({
  controllers: [ReportController, ExtensionController],
  providers: [Reports, FiguresReader, ExtensionReader, RollUp, Mailer, MailRound],
})
export class ReportsModule {}
