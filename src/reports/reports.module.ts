import { Module } from '@nestjs/common';
import { ExtensionsModule } from '../extensions/extensions.module.js';
import { FiguresReader } from './sql/figures.reader.js';
import { MailRound } from './schedule/mail-round.js';
import { Mailer } from './schedule/mailer.js';
import { ReportController } from './report.controller.js';
import { Rollup } from './rollup/rollup.js';
import { Reports } from './reports.js';

@Module({
  imports: [ExtensionsModule],
  controllers: [ReportController],
  providers: [Reports, FiguresReader, Rollup, Mailer, MailRound],
})
export class ReportsModule {}
