import { Module } from '@nestjs/common';
import { ExtensionsModule } from '../extensions/extensions.module.js';
import { FiguresReader } from './sql/figures.reader.js';
import { MailRound } from './schedule/mail-round.js';
import { Mailer } from './schedule/mailer.js';
import { ReportController } from './report.controller.js';
import { ReportMailStore } from './schedule/report-mail.store.js';
import { Rollup } from './rollup/rollup.js';
import { RollupStore } from './rollup/rollup.store.js';
import { Reports } from './reports.js';

@Module({
  imports: [ExtensionsModule],
  controllers: [ReportController],
  providers: [Reports, FiguresReader, Rollup, RollupStore, Mailer, MailRound, ReportMailStore],
})
export class ReportsModule {}
