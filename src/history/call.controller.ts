import { Controller, Get, Param, Query as QueryParams } from '@nestjs/common';
import { Allow, CallerVisibility } from '../access/allow.js';
import { asReported, FILTER } from '../filter/filter.js';
import { FILTER_PARAMETERS } from '../filter/filter-parameters.js';
import { Describe, json } from '../http/openapi.js';
import { Problem } from '../http/problem.filter.js';
import { type Query, readQuery } from '../http/query.js';
import type { Visibility } from '../transfer/visibility.js';
import { CALL, FAULTY } from './openapi.js';
import { CallReader, type CallView } from './call.reader.js';

@Controller('calls')
@Allow('read')
export class CallsController {
  constructor(private readonly reader: CallReader) {}

  @Get(':callid')
  @Describe({
    tag: 'history',
    summary: "One call's story: its transfers and the events known of it, by PBX.",
    path: [{ name: 'callid', description: 'Its id, as the PBX sent it.', schema: { type: 'string' } }],
    query: FILTER_PARAMETERS.filter(({ name }) => name === 'reported'),
    answers: { 200: json(CALL) },
    problems: { ...FAULTY, 404: 'There is no such call.' },
  })
  async one(
    @Param('callid') callid: string,
    @QueryParams() query: Query,
    @CallerVisibility() visibility: Visibility,
  ): Promise<CallView> {
    const { reported = 'true' } = readQuery(query, { reported: FILTER.reported });
    // PostgreSQL text cannot hold U+0000, so no call has such an id.
    const data = callid.includes('\0') ? [] : await this.reader.one(callid, asReported(reported), visibility);
    if (data.length === 0)
      throw new Problem(404, `There is no call ${JSON.stringify(callid)}; the callid of a transfer is one.`);
    return { callid, data };
  }
}
