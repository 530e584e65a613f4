import { Controller, Get, Param, Query as QueryParams } from '@nestjs/common';
import { Problem } from '../problem.filter.js';
import { type Query, readQuery } from '../query.js';
import { CallReader, type CallView } from './call.reader.js';

@Controller('calls')
export class CallsController {
  constructor(private readonly reader: CallReader) {}

  @Get(':callid')
  async one(@Param('callid') callid: string, @QueryParams() query: Query): Promise<CallView> {
    readQuery(query, {});
    // PostgreSQL text cannot hold U+0000, so no call has such an id.
    const data = callid.includes('\0') ? [] : await this.reader.one(callid);
    if (data.length === 0)
      throw new Problem(404, `There is no call ${JSON.stringify(callid)}; the callid of a transfer is one.`);
    return { callid, data };
  }
}
