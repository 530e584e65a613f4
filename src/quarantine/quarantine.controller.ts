import { Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Allow } from '../access/allow.js';
import { ApiRoute } from '../http/api-route.js';
import { Problem } from '../http/problem.filter.js';
import { isUuid, NoQuery } from '../http/query-parameters.js';
import { ListQuarantineQuery, ReplayQuery } from './quarantine.dto.js';
import { QuarantineReader } from './quarantine.reader.js';
import {
  QuarantinePageView,
  QuarantineView,
  ReplayedBodiesView,
  ReplayedBodyView,
} from './quarantine-views.js';
import { Replay } from './replay.js';

const MISSING = { 404: 'There is no such body in quarantine.' };
const ID = { name: 'id', description: 'Its id.' };

/** What was refused. A key with the scope ingest sees these bodies as they are, outside numbers and all. */
@Controller('quarantine')
@ApiTags('quarantine')
@Allow('ingest')
export class QuarantineController {
  constructor(
    private readonly reader: QuarantineReader,
    private readonly replay: Replay,
  ) {}

  @Get()
  @ApiRoute({ summary: 'What was refused, newest first.', answer: QuarantinePageView })
  async listQuarantine(@Query() { cause, limit, cursor }: ListQuarantineQuery): Promise<QuarantinePageView> {
    const rows = await this.reader.page(cause, cursor, limit + 1);
    const data = rows.slice(0, limit);
    return { data, next: rows.length > limit ? data.at(-1)!.id : null };
  }

  @Post('replay')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Reads all of one cause again, after an update of the program or a corrected secret.',
    description:
      'What is understood now becomes what it would have been, with the time of its first arrival.',
    answer: ReplayedBodiesView,
  })
  replayQuarantine(@Query() { cause }: ReplayQuery): Promise<ReplayedBodiesView> {
    return this.replay.all(cause);
  }

  @Get(':id')
  @ApiRoute({ summary: 'One refused body, with why.', answer: QuarantineView, problems: MISSING })
  @ApiParam(ID)
  async getQuarantined(@Param('id') id: string, @Query() _query: NoQuery): Promise<QuarantineView> {
    return (await this.find(id)) ?? missing(id);
  }

  @Get(':id/raw')
  @ApiRoute({ summary: 'Its bytes, as they came.', answer: 'application/octet-stream', problems: MISSING })
  @ApiParam(ID)
  async getQuarantinedBytes(@Param('id') id: string, @Query() _query: NoQuery, @Res() res: Response) {
    const body = (isUuid(id) ? await this.reader.body(id) : null) ?? missing(id);
    // A download, never a page: anybody may have sent it.
    res
      .set({ 'Content-Disposition': `attachment; filename="${id}.bin"` })
      .type('application/octet-stream')
      .send(body);
  }

  @Post(':id/replay')
  @HttpCode(200)
  @ApiRoute({ summary: 'Reads this one again.', answer: ReplayedBodyView, problems: MISSING })
  @ApiParam(ID)
  async replayQuarantined(@Param('id') id: string, @Query() _query: NoQuery): Promise<ReplayedBodyView> {
    return this.replay.one((await this.find(id)) ?? missing(id));
  }

  private async find(id: string): Promise<QuarantineView | null> {
    return isUuid(id) ? this.reader.one(id) : null;
  }
}

function missing(id: string): never {
  throw new Problem(
    404,
    `There is nothing ${JSON.stringify(id)} in quarantine; GET /quarantine lists what there is.`,
  );
}
