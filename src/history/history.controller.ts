import { Controller, Get, Param, Query as QueryParams, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Allow, CallerVisibility } from '../access/allow.js';
import { Config } from '../config/config.js';
import { Describe, json } from '../http/openapi.js';
import { Problem } from '../http/problem.filter.js';
import { type Query, readQuery } from '../http/query.js';
import type { Visibility } from '../transfer/visibility.js';
import { writeCursor } from './cursor.js';
import { Exports } from './export/exports.js';
import { FAULTY, PAGE, PAGE_PARAMETERS, TRANSFER } from './openapi.js';
import { positionOf, TransferReader } from './transfer.reader.js';
import type { TransferView } from './transfer-view.js';
import { readPage } from './transfers.query.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

@Controller('transfers')
@Allow('read')
export class HistoryController {
  constructor(
    private readonly reader: TransferReader,
    private readonly exports: Exports,
    private readonly config: Config,
  ) {}

  @Get()
  @Describe({
    tag: 'history',
    summary: 'The transfers that match, a page at a time.',
    description:
      'With `Accept: text/csv` or `application/x-ndjson` all of them, as /transfers.csv and /transfers.ndjson.',
    query: PAGE_PARAMETERS,
    answers: { 200: json(PAGE) },
    problems: FAULTY,
  })
  async page(
    @QueryParams() query: Query,
    @CallerVisibility() visibility: Visibility,
    @Req() req: Request,
    @Res() res: Response,
  ): Promise<void> {
    res.vary('Accept');
    switch (req.accepts(['application/json', 'text/csv', 'application/x-ndjson'])) {
      case 'text/csv':
        return this.exports.csv(query, visibility, res);
      case 'application/x-ndjson':
        return this.exports.ndjson(query, visibility, res);
    }
    const { filter, order, limit, after, count } = readPage(query, this.config.timeZone, visibility);
    const rows = await this.reader.page(filter, { order, after, limit: limit + 1 });
    const data = rows.slice(0, limit);
    const next = rows.length > limit ? writeCursor(positionOf(data.at(-1)!), { ...filter, order }) : null;
    if (next) res.set('Link', `<${nextPage(req.originalUrl, next)}>; rel="next"`);
    res.json({ data, next, ...(count && { total: await this.reader.count(filter) }) });
  }

  @Get(':id')
  @Describe({
    tag: 'history',
    summary: 'One transfer.',
    path: [{ name: 'id', description: 'Its id.', schema: { type: 'string' } }],
    answers: { 200: json(TRANSFER) },
    problems: { ...FAULTY, 404: 'There is no such transfer.' },
  })
  async one(
    @Param('id') id: string,
    @QueryParams() query: Query,
    @CallerVisibility() visibility: Visibility,
  ): Promise<TransferView> {
    readQuery(query, {});
    const transfer = UUID.test(id) ? await this.reader.one(id, visibility) : null;
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
