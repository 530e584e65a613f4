import { Controller, HttpCode, Post, Query as QueryParams } from '@nestjs/common';
import { Allow } from '../access/allow.js';
import { Config } from '../config.js';
import { readMoment, readZone, toPeriod } from '../period.js';
import { once, type Query, readQuery } from '../query.js';
import { Retelling } from './retelling.js';

@Controller('stories')
@Allow('admin')
export class StoryController {
  constructor(
    private readonly retelling: Retelling,
    private readonly config: Config,
  ) {}

  @Post('retell')
  @HttpCode(200)
  retell(@QueryParams() query: Query) {
    const { from, to, tz } = readQuery(query, {
      from: once(readMoment),
      to: once(readMoment),
      tz: once(readZone),
    });
    return this.retelling.retell(toPeriod(from, to, tz ?? this.config.timeZone));
  }
}
