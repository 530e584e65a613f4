import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow.js';
import { CallerVisibility } from '../access/caller-visibility.js';
import { ApiRoute } from '../http/api-route.js';
import { NoQuery } from '../http/query-parameters.js';
import type { Visibility } from '../transfer/visibility.js';
import { PbxListView } from './pbx-view.js';
import { Pbxs } from './pbxs.js';

@Controller('pbxs')
@ApiTags('operations')
@Allow('read')
export class PbxsController {
  constructor(private readonly pbxs: Pbxs) {}

  @Get()
  @ApiRoute({
    summary: 'Each PBX seen or logged in to: its last event, the state of its link, gaps.',
    description:
      'For a key limited to extensions: the PBXes of the transfers that it sees, each with the last of these; no links and gaps.',
    answer: PbxListView,
  })
  async listPbxs(@Query() _query: NoQuery, @CallerVisibility() visibility: Visibility): Promise<PbxListView> {
    return { data: await this.pbxs.visible(visibility) };
  }
}
