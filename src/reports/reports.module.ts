import { Module } from '@nestjs/common';
import { FiguresReader } from './figures.reader.js';
import { ReportController } from './report.controller.js';
import { Reports } from './reports.js';

@Module({ controllers: [ReportController], providers: [Reports, FiguresReader] })
export class ReportsModule {}
