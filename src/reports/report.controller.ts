import { Controller, Get, Query as QueryParams } from '@nestjs/common';
import type { Query } from '../query.js';
import type { Report } from './report.js';
import { Reports } from './reports.js';

@Controller('reports')
export class ReportController {
  constructor(private readonly reports: Reports) {}

  @Get('transfers')
  async json(@QueryParams() query: Query): Promise<Report> {
    return this.reports.answer(query);
  }
}
