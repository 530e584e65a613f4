import { Controller, HttpCode, Post, Query as QueryParams } from '@nestjs/common';
import { Allow } from '../access/allow.js';
import { Config } from '../config/config.js';
import { all, Describe, json } from '../http/openapi.js';
import { readMoment, readZone, toPeriod } from '../filter/period.js';
import { once, type Query, readQuery } from '../http/query.js';
import { Recompute } from './recompute.js';

@Controller('stories')
@Allow('admin')
export class StoryController {
  constructor(
    private readonly recompute: Recompute,
    private readonly config: Config,
  ) {}

  @Post('retell')
  @Describe({
    tag: 'operations',
    summary: 'Tells the stories of a period again, after an update of the program.',
    description: 'Where evidence has been purged the story stays as it is and counts as kept.',
    query: [
      {
        name: 'from',
        description: 'When it was received: an instant or a bare date.',
        schema: { type: 'string' },
      },
      {
        name: 'to',
        description: 'An instant, not included; or a bare date, included.',
        schema: { type: 'string' },
      },
      { name: 'tz', description: 'The zone of bare dates.', schema: { type: 'string' } },
    ],
    answers: { 200: json(all({ retold: { type: 'integer' }, kept: { type: 'integer' } })) },
    problems: { 400: 'A parameter is unknown, empty or faulty; each is named.' },
  })
  @HttpCode(200)
  retell(@QueryParams() query: Query) {
    const { from, to, tz } = readQuery(query, {
      from: once(readMoment),
      to: once(readMoment),
      tz: once(readZone),
    });
    return this.recompute.retell(toPeriod(from, to, tz ?? this.config.timeZone));
  }
}
