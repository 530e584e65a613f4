import { Controller, Get, Param, Query as QueryParams, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Allow } from '../access/allow.js';
import { Describe } from '../http/openapi.js';
import { faulty, once, oneOf, type Query, readQuery, text, whole } from '../http/query.js';
import { QUARANTINE } from '../operations/openapi.js';
import { missing, type QuarantineView, QuarantineReader, UUID } from './quarantine.reader.js';

const cause = once(oneOf('fault', 'refusal'));

/** What was refused. A key with the scope ingest sees these bodies as they are, outside numbers and all. */
@Controller('quarantine')
@Allow('ingest')
export class QuarantineController {
  constructor(private readonly reader: QuarantineReader) {}

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

  @Get(':id')
  @Describe(QUARANTINE.one)
  async one(@Param('id') id: string, @QueryParams() query: Query): Promise<QuarantineView> {
    readQuery(query, {});
    return this.reader.find(id);
  }

  @Get(':id/raw')
  @Describe(QUARANTINE.raw)
  async raw(@Param('id') id: string, @QueryParams() query: Query, @Res() res: Response) {
    readQuery(query, {});
    const body = (UUID.test(id) ? await this.reader.body(id) : null) ?? missing(id);
    // A download, never a page: anybody may have sent it.
    res
      .set({ 'Content-Disposition': `attachment; filename="${id}.bin"` })
      .type('application/octet-stream')
      .send(body);
  }
}
