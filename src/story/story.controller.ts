import { Controller, HttpCode, Post, Query } from '@nestjs/common';
import { ApiProperty, ApiSchema, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow.js';
import { Config } from '../config/config.js';
import { FromParameter, ToParameter, ZoneParameter } from '../filter/filter.dto.js';
import { type Moment, toPeriod } from '../filter/period.js';
import { ApiRoute } from '../http/api-route.js';
import { Recompute } from './recompute.js';

class RetellStoriesQuery {
  @FromParameter() from?: Moment;
  @ToParameter() to?: Moment;
  @ZoneParameter('An IANA zone, for bare dates.') tz?: string;
}

@ApiSchema({ name: 'RetoldStories' })
class RetoldStoriesView {
  @ApiProperty({ type: 'integer', description: 'Computed anew.' }) retold: number;
  @ApiProperty({ type: 'integer', description: 'Kept, since evidence has been purged.' }) kept: number;
}

@Controller('stories')
@ApiTags('operations')
@Allow('admin')
export class StoryController {
  constructor(
    private readonly recompute: Recompute,
    private readonly config: Config,
  ) {}

  @Post('retell')
  @ApiRoute({
    summary: 'Computes the stories of a period again, after an update of the program.',
    description: 'Where evidence has been purged the story stays as it is and counts as kept.',
    answer: RetoldStoriesView,
  })
  @HttpCode(200)
  retellStories(@Query() { from, to, tz }: RetellStoriesQuery): Promise<RetoldStoriesView> {
    return this.recompute.retell(toPeriod(from, to, tz ?? this.config.timeZone));
  }
}
