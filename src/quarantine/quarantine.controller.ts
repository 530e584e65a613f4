import { Controller, Get, HttpCode, Param, Post, Query as QueryParams, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Allow } from '../access/allow.js';
import { Describe } from '../http/openapi.js';
import { Problem } from '../http/problem.filter.js';
import { faulty, once, oneOf, type Query, readQuery, text, whole } from '../http/query.js';
import { QUARANTINE } from '../operations/openapi.js';
import { type QuarantineView, QuarantineReader } from './quarantine.reader.js';
import { Replay } from './replay.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const cause = once(oneOf('fault', 'refusal'));

/** What was refused. A key with the scope ingest sees these bodies as they are, outside numbers and all. */
@Controller('quarantine')
@Allow('ingest')
export class QuarantineController {
  constructor(
    private readonly reader: QuarantineReader,
    private readonly replay: Replay,
  ) {}

  @Get()
  @Describe(QUARANTINE.page)
  async page(@QueryParams() query: Query) {
    const asked = readQuery(query, { cause, limit: once(whole(1, 500)), cursor: once(text) });
    const { limit = 50, cursor } = asked;
    if (cursor !== undefined && !UUID.test(cursor))
      throw faulty([{ path: 'cursor', message: 'is not one that this program gave' }]);
    const rows = await this.reader.page(asked.cause, cursor, limit + 1);
    const data = rows.slice(0, limit);
    return { data, next: rows.length > limit ? data.at(-1)!.id : null };
  }

  /** All of one cause. Faults are the default: they are what an update of the program heals. */
  @Post('replay')
  @HttpCode(200)
  @Describe(QUARANTINE.replayAll)
  async replayAll(@QueryParams() query: Query) {
    return this.replay.all(readQuery(query, { cause }).cause ?? 'fault');
  }

  @Get(':id')
  @Describe(QUARANTINE.one)
  async one(@Param('id') id: string, @QueryParams() query: Query): Promise<QuarantineView> {
    readQuery(query, {});
    return (await this.find(id)) ?? missing(id);
  }

  @Get(':id/raw')
  @Describe(QUARANTINE.raw)
  async raw(@Param('id') id: string, @QueryParams() query: Query, @Res() res: Response) {
    readQuery(query, {});
    const body = (UUID.test(id) ? await this.reader.body(id) : null) ?? missing(id);
    // Never shown as a page, whatever a stranger sent.
    res
      .set({ 'Content-Disposition': `attachment; filename="${id}.bin"` })
      .type('application/octet-stream')
      .send(body);
  }

  @Post(':id/replay')
  @HttpCode(200)
  @Describe(QUARANTINE.replayOne)
  async replayOne(@Param('id') id: string, @QueryParams() query: Query) {
    readQuery(query, {});
    return this.replay.one((await this.find(id)) ?? missing(id));
  }

  private async find(id: string): Promise<QuarantineView | null> {
    return UUID.test(id) ? this.reader.one(id) : null;
  }
}

function missing(id: string): never {
  throw new Problem(
    404,
    `There is nothing ${JSON.stringify(id)} in quarantine; GET /quarantine lists what there is.`,
  );
}
