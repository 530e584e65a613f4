import { Controller, HttpCode, Param, Post, Query as QueryParams } from '@nestjs/common';
import { Allow } from '../access/allow.js';
import { Describe } from '../http/openapi.js';
import { once, oneOf, type Query, readQuery } from '../http/query.js';
import { QUARANTINE } from '../operations/openapi.js';
import { QuarantineReader } from '../quarantine/quarantine.reader.js';
import { Replay } from './replay.js';

/** Takes refused bodies in again. These routes stand here because the quarantine does not know the intake. */
@Controller('quarantine')
@Allow('ingest')
export class ReplayController {
  constructor(
    private readonly reader: QuarantineReader,
    private readonly replay: Replay,
  ) {}

  /** All of one cause. Faults are the default: they are what an update of the program heals. */
  @Post('replay')
  @HttpCode(200)
  @Describe(QUARANTINE.replayAll)
  async replayAll(@QueryParams() query: Query) {
    return this.replay.all(readQuery(query, { cause: once(oneOf('fault', 'refusal')) }).cause ?? 'fault');
  }

  @Post(':id/replay')
  @HttpCode(200)
  @Describe(QUARANTINE.replayOne)
  async replayOne(@Param('id') id: string, @QueryParams() query: Query) {
    readQuery(query, {});
    return this.replay.one(await this.reader.find(id));
  }
}
