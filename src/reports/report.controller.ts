import { Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiProperty, ApiSchema, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Allow } from '../access/allow.js';
import { CallerVisibility } from '../access/caller-visibility.js';
import { LongAnswers } from '../access/long-answers.js';
import { ApiRoute } from '../http/api-route.js';
import { NoQuery } from '../http/query-parameters.js';
import type { Visibility } from '../transfer/visibility.js';
import { reportCsv } from './render/report-csv.js';
import { PAGE_POLICY, reportPage } from './render/report-page.js';
import { ReportCsvQuery, ReportQuery } from './report.dto.js';
import type { Report } from './report.js';
import { ApiReport } from './report-view.js';
import { Reports } from './reports.js';
import { RollupStore } from './rollup/rollup.store.js';
import { Mailer, SentView } from './schedule/mailer.js';

@ApiSchema({ name: 'Rebuild' })
class RebuildView {
  @ApiProperty({ type: 'integer', description: 'How many blocks of days are counted afresh.' })
  forgotten: number;
}

@Controller('reports')
@ApiTags('reports')
@Allow('read')
export class ReportController {
  constructor(
    private readonly reports: Reports,
    private readonly mailer: Mailer,
    private readonly rollups: RollupStore,
    private readonly longAnswers: LongAnswers,
  ) {}

  @Get('transfers')
  @ApiReport()
  @ApiRoute({
    summary: 'Transfers counted: who, to whom, when, and how it ended.',
    answer: 'application/json',
  })
  async reportTransfers(
    @Query() query: ReportQuery,
    @CallerVisibility() visibility: Visibility,
    @Req() req: Request,
    @Res({ passthrough: true }) res: Response,
  ): Promise<Report> {
    return this.answer(query, visibility, req, res);
  }

  @Get('transfers.csv')
  @ApiRoute({ summary: 'The report as CSV.', answer: 'text/csv' })
  async reportTransfersCsv(
    @Query() { separator, ...query }: ReportCsvQuery,
    @CallerVisibility() visibility: Visibility,
    @Req() req: Request,
    @Res() res: Response,
  ): Promise<void> {
    const report = await this.answer(query, visibility, req, res);
    res
      .type('text/csv; charset=utf-8')
      .attachment(`transfers-by-${report.by}-${report.from.slice(0, 10)}.csv`)
      .send(reportCsv(report, separator));
  }

  @Get('transfers.html')
  @ApiRoute({ summary: 'The report as one printable page.', answer: 'text/html' })
  async printTransfers(
    @Query() query: ReportQuery,
    @CallerVisibility() visibility: Visibility,
    @Req() req: Request,
    @Res() res: Response,
  ): Promise<void> {
    const report = await this.answer(query, visibility, req, res);
    res
      .type('text/html; charset=utf-8')
      .set('Content-Security-Policy', PAGE_POLICY)
      .send(reportPage([report], filterInWords(req.query as AskedText)));
  }

  @Post('transfers/mail')
  @ApiRoute({
    summary: 'Sends the report of the period asked, today if none, to REPORT_MAIL_TO.',
    answer: SentView,
    problems: { 409: 'No mail is configured.', 502: 'The mail server did not take it.' },
  })
  @HttpCode(200)
  @Allow('admin')
  async mailReport(
    @Query() query: ReportQuery,
    @CallerVisibility() visibility: Visibility,
  ): Promise<SentView> {
    return this.mailer.send((await this.reports.read(query, visibility)).filter);
  }

  @Post('rebuild')
  @ApiRoute({
    summary: 'Forgets what is rolled up, which is then counted afresh from the transfers.',
    description: 'In the background; until then reports are as right as before, only slower.',
    answer: RebuildView,
  })
  @HttpCode(200)
  @Allow('admin')
  async rebuildReports(@Query() _query: NoQuery): Promise<RebuildView> {
    return { forgotten: await this.rollups.reset() };
  }

  private async answer(
    query: ReportQuery,
    visibility: Visibility,
    req: Request,
    res: Response,
  ): Promise<Report> {
    const gone = await this.longAnswers.begin('report', req, res);
    return this.reports.answer(query, visibility, gone);
  }
}

/** A query as Express parses it. */
type AskedText = Record<string, string | string[]>;

const OF_PERIOD = ['from', 'to', 'tz', 'by', 'compare'];

/** What was asked besides the period, as it stands in the address. */
function filterInWords(asked: AskedText): string {
  return Object.entries(asked)
    .filter(([name]) => !OF_PERIOD.includes(name))
    .map(([name, value]) => `${name} ${[value].flat().join(' or ')}`)
    .join(' · ');
}
