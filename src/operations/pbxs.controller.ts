import { Controller, Get, Query as QueryParams } from '@nestjs/common';
import { Allow, CallerVisibility } from '../access/allow.js';
import { Describe } from '../http/openapi.js';
import { type Query, readQuery } from '../http/query.js';
import type { Visibility } from '../transfer/visibility.js';
import { PBXS } from './openapi.js';
import { Pbxs } from './pbxs.js';

@Controller('pbxs')
@Allow('read')
export class PbxsController {
  constructor(private readonly pbxs: Pbxs) {}

  @Get()
  @Describe(PBXS)
  async all(@QueryParams() query: Query, @CallerVisibility() visibility: Visibility) {
    readQuery(query, {});
    return { data: await this.pbxs.all(visibility.pbxes) };
  }
}
