import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow.js';
import { CallerVisibility } from '../access/caller-visibility.js';
import { ApiRoute } from '../http/api-route.js';
import { Problem } from '../http/problem.filter.js';
import type { Visibility } from '../transfer/visibility.js';
import { CallReader } from './call.reader.js';
import { CallView } from './call-view.js';
import { GetCallQuery } from './list-transfers.dto.js';

@Controller('calls')
@ApiTags('history')
@Allow('read')
export class CallController {
  constructor(private readonly reader: CallReader) {}

  @Get(':callid')
  @ApiRoute({
    summary: "One call's story: its transfers and the events known of it, by PBX.",
    answer: CallView,
    problems: { 404: 'There is no such call.' },
  })
  @ApiParam({ name: 'callid', description: 'Its id, as the PBX sent it.' })
  async getCall(
    @Param('callid') callid: string,
    @Query() { reported }: GetCallQuery,
    @CallerVisibility() visibility: Visibility,
  ): Promise<CallView> {
    // PostgreSQL text cannot hold U+0000, so no call has such an id.
    const data = callid.includes('\0') ? [] : await this.reader.one(callid, reported, visibility);
    if (data.length === 0)
      throw new Problem(404, `There is no call ${JSON.stringify(callid)}; the callid of a transfer is one.`);
    return { callid, data };
  }
}
