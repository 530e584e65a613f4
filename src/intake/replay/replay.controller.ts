import { Controller, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow } from '../../access/allow.js';
import { ApiRoute } from '../../http/api-route.js';
import { IdPath } from '../../http/id-path.js';
import { NoQuery } from '../../http/query-parameters.js';
import { ReplayQuery } from '../../quarantine/quarantine.dto.js';
import { QuarantineReader } from '../../quarantine/quarantine.reader.js';
import { ReplayedBodiesView, ReplayedBodyView } from './replay-views.js';
import { Replay } from './replay.js';

/** Takes refused bodies in again. These routes stand here because the quarantine does not know the intake. */
@Controller('quarantine')
@ApiTags('quarantine')
@Allow('ingest')
export class ReplayController {
  constructor(
    private readonly reader: QuarantineReader,
    private readonly replay: Replay,
  ) {}

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

  @Post(':id/replay')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Reads this one again.',
    answer: ReplayedBodyView,
    problems: { 404: 'There is no such body in quarantine.' },
  })
  async replayQuarantined(@Param() { id }: IdPath, @Query() _query: NoQuery): Promise<ReplayedBodyView> {
    return this.replay.one(await this.reader.find(id));
  }
}
