import { Controller, Get, HttpCode, Post, Query as QueryParams, Res } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import type { Response } from 'express';
import { FilterQuery } from '../filter/filter.dto.js';
import { Allow, CallerVisibility } from '../access/allow.js';
import { once, oneOf, type Query, readQuery } from '../http/query.js';
import { Mailer, type Sent } from './schedule/mailer.js';
import type { Visibility } from '../transfer/visibility.js';
import { RollupStore } from './rollup/rollup.store.js';
import { all, content, Describe, json } from '../http/openapi.js';
import { REPORT, REPORT_PARAMETERS, SEPARATOR } from './openapi.js';
import { reportCsv } from './render/report-csv.js';
import { PAGE_POLICY, reportPage } from './render/report-page.js';
import type { Report } from './report.js';
import { Reports } from './reports.js';

@Controller('reports')
@Allow('read')
export class ReportController {
  constructor(
    private readonly reports: Reports,
    private readonly mailer: Mailer,
    private readonly rollups: RollupStore,
  ) {}

  @Get('transfers')
  @ApiQuery({ type: FilterQuery })
  @Describe({
    tag: 'reports',
    summary: 'Transfers counted: who, to whom, when, and how it ended.',
    query: REPORT_PARAMETERS,
    answers: { 200: json(REPORT) },
    problems: { 400: 'A parameter is unknown, empty or faulty; each is named.' },
  })
  async json(@QueryParams() query: Query, @CallerVisibility() visibility: Visibility): Promise<Report> {
    return this.reports.answer(query, visibility);
  }

  @Get('transfers.csv')
  @ApiQuery({ type: FilterQuery })
  @Describe({
    tag: 'reports',
    summary: 'The report as CSV.',
    query: [...REPORT_PARAMETERS, SEPARATOR],
    answers: { 200: content('text/csv') },
    problems: { 400: 'A parameter is unknown, empty or faulty; each is named.' },
  })
  async csv(
    @QueryParams() { separator, ...query }: Query,
    @CallerVisibility() visibility: Visibility,
    @Res() res: Response,
  ): Promise<void> {
    const asked = readQuery(
      { ...(separator !== undefined && { separator }) },
      { separator: once(oneOf(',', ';')) },
    );
    const report = await this.reports.answer(query, visibility);
    res
      .type('text/csv; charset=utf-8')
      .attachment(`transfers-by-${report.by}-${report.from.slice(0, 10)}.csv`)
      .send(reportCsv(report, asked.separator ?? ','));
  }

  @Get('transfers.html')
  @ApiQuery({ type: FilterQuery })
  @Describe({
    tag: 'reports',
    summary: 'The report as one printable page.',
    query: REPORT_PARAMETERS,
    answers: { 200: content('text/html') },
    problems: { 400: 'A parameter is unknown, empty or faulty; each is named.' },
  })
  async page(
    @QueryParams() query: Query,
    @CallerVisibility() visibility: Visibility,
    @Res() res: Response,
  ): Promise<void> {
    const report = await this.reports.answer(query, visibility);
    const { from: _, to: __, tz: ___, by: ____, compare: _____, ...filter } = query;
    res
      .type('text/html; charset=utf-8')
      .set('Content-Security-Policy', PAGE_POLICY)
      .send(reportPage([report], inWords(filter)));
  }

  /** Sends the report of the period asked, today if none, to REPORT_MAIL_TO. */
  @Post('transfers/mail')
  @ApiQuery({ type: FilterQuery })
  @Describe({
    tag: 'reports',
    summary: 'Sends the report of the period asked, today if none, to REPORT_MAIL_TO.',
    query: REPORT_PARAMETERS,
    answers: { 200: json({ type: 'object', additionalProperties: true }) },
    problems: {
      400: 'A parameter is unknown, empty or faulty.',
      409: 'No mail is configured.',
      502: 'The mail server did not take it.',
    },
  })
  @HttpCode(200)
  @Allow('admin')
  async mail(@QueryParams() query: Query, @CallerVisibility() visibility: Visibility): Promise<Sent> {
    return this.mailer.send((await this.reports.read(query, visibility)).filter);
  }

  @Post('rebuild')
  @Describe({
    tag: 'reports',
    summary: 'Forgets what is rolled up, which is then counted afresh from the transfers.',
    description: 'In the background; until then reports are as right as before, only slower.',
    answers: { 200: json(all({ forgotten: { type: 'integer' } })) },
    problems: { 400: 'A parameter is unknown.' },
  })
  @HttpCode(200)
  @Allow('admin')
  async rebuild(@QueryParams() query: Query): Promise<{ forgotten: number }> {
    readQuery(query, {});
    return { forgotten: await this.rollups.reset() };
  }
}

/** What was asked besides the period, as people read it. */
const inWords = (filter: Query) =>
  Object.entries(filter)
    .map(([name, value]) => `${name} ${[value].flat().join(' or ')}`)
    .join(' · ');
