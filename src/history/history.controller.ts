import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Allow } from '../access/allow.js';
import { CallerVisibility } from '../access/caller-visibility.js';
import { Config } from '../config/config.js';
import { ApiRoute } from '../http/api-route.js';
import { IdPath } from '../http/id-path.js';
import { NoQuery } from '../http/query-parameters.js';
import { Problem } from '../http/problem.filter.js';
import type { Visibility } from '../transfer/visibility.js';
import { writeCursor } from './cursor.js';
import { TransferExport } from './export/transfer-export.js';
import { toPage, ListTransfersQuery, refuseParameters } from './list-transfers.dto.js';
import { positionOf, TransferReader } from './transfer.reader.js';
import { TransferPageView, TransferView } from './transfer-view.js';

@Controller('transfers')
@ApiTags('history')
@Allow('read')
export class HistoryController {
  constructor(
    private readonly reader: TransferReader,
    private readonly exports: TransferExport,
    private readonly config: Config,
  ) {}

  @Get()
  @ApiRoute({
    summary: 'The transfers that match, a page at a time.',
    description:
      'With `Accept: text/csv` or `application/x-ndjson` all of them, as /transfers.csv and /transfers.ndjson.',
    answer: TransferPageView,
    otherTypes: ['text/csv', 'application/x-ndjson'],
    headers: { Link: 'The address of the next page, with `rel="next"`; missing on the last page.' },
  })
  async listTransfers(
    @Query() query: ListTransfersQuery,
    @CallerVisibility() visibility: Visibility,
    @Req() req: Request,
    @Res() res: Response,
  ): Promise<void> {
    res.vary('Accept');
    switch (req.accepts(['application/json', 'text/csv', 'application/x-ndjson'])) {
      case 'text/csv':
        refuseParameters(query, 'an export', ['limit', 'cursor', 'count']);
        return this.exports.csv(query, visibility, res);
      case 'application/x-ndjson':
        refuseParameters(query, 'an export as NDJSON', ['limit', 'cursor', 'count', 'separator']);
        return this.exports.ndjson(query, visibility, res);
    }
    refuseParameters(query, 'a page', ['separator']);
    res.json(await this.page(query, visibility, req, res));
  }

  private async page(
    query: ListTransfersQuery,
    visibility: Visibility,
    req: Request,
    res: Response,
  ): Promise<TransferPageView> {
    const { filter, order, limit, after, count } = toPage(query, this.config.timeZone, visibility);
    const rows = await this.reader.page(filter, { order, after, limit: limit + 1 });
    const data = rows.slice(0, limit);
    const next = rows.length > limit ? writeCursor(positionOf(data.at(-1)!), { ...filter, order }) : null;
    if (next) res.set('Link', `<${nextPage(req.originalUrl, next)}>; rel="next"`);
    return { data, next, ...(count && { total: await this.reader.count(filter) }) };
  }

  @Get(':id')
  @ApiRoute({
    summary: 'One transfer.',
    answer: TransferView,
    problems: { 404: 'There is no such transfer.' },
  })
  async getTransfer(
    @Param() { id }: IdPath,
    @Query() _query: NoQuery,
    @CallerVisibility() visibility: Visibility,
  ): Promise<TransferView> {
    const transfer = await this.reader.one(id, visibility);
    if (!transfer)
      throw new Problem(
        404,
        `There is no transfer ${JSON.stringify(id)}; GET /transfers lists what there is.`,
      );
    return transfer;
  }
}

/** The address of the page after this one. */
function nextPage(url: string, cursor: string): string {
  const [path, query] = url.split('?');
  const params = new URLSearchParams(query);
  params.set('cursor', cursor);
  return `${path}?${params}`;
}
