import { Controller, Get, Query as QueryParams } from '@nestjs/common';
import { Allow, Sees } from '../access/allow.js';
import { all, Describe, json, listOf } from '../openapi.js';
import { type Query, readQuery } from '../query.js';
import type { Sight } from '../sight.js';
import { Pbxs } from './pbxs.js';

@Controller('pbxs')
@Allow('read')
export class PbxsController {
  constructor(private readonly pbxs: Pbxs) {}

  @Get()
  @Describe({
    tag: 'operations',
    summary: 'Each PBX seen: its dialect, its last event, the state of its link.',
    answers: { 200: json(all({ data: listOf({ type: 'object', additionalProperties: true }) })) },
    problems: { 400: 'A parameter is unknown.' },
  })
  async all(@QueryParams() query: Query, @Sees() sight: Sight) {
    readQuery(query, {});
    return { data: await this.pbxs.all(sight.pbxes) };
  }
}
