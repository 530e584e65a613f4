import { Controller, Get, Query as QueryParams } from '@nestjs/common';
import { Allow, Sees } from '../access/allow.js';
import { type Query, readQuery } from '../query.js';
import type { Sight } from '../sight.js';
import { Pbxs } from './pbxs.js';

@Controller('pbxs')
@Allow('read')
export class PbxsController {
  constructor(private readonly pbxs: Pbxs) {}

  @Get()
  async all(@QueryParams() query: Query, @Sees() sight: Sight) {
    readQuery(query, {});
    return { data: await this.pbxs.all(sight.pbxes) };
  }
}
