import { Body, Controller, Get, Param, Put, Query, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow.js';
import { CallerVisibility } from '../access/caller-visibility.js';
import { ApiRoute } from '../http/api-route.js';
import { JsonBody } from '../http/json-body.js';
import { NoQuery } from '../http/query-parameters.js';
import type { Visibility } from '../transfer/visibility.js';
import { ExtensionPath, NameExtension, NameExtensionQuery } from './extension.dto.js';
import { ExtensionReader } from './extension.reader.js';
import { ExtensionStore } from './extension.store.js';
import { ExtensionListView, ExtensionView } from './extension-view.js';

@Controller('extensions')
@ApiTags('extensions')
@Allow('read')
export class ExtensionController {
  constructor(
    private readonly reader: ExtensionReader,
    private readonly store: ExtensionStore,
  ) {}

  @Get()
  @ApiRoute({
    summary: 'The names and groups of extensions.',
    description:
      'For a key limited to extensions: of these, and of the other parties of the transfers that it sees.',
    answer: ExtensionListView,
  })
  async listExtensions(
    @Query() _query: NoQuery,
    @CallerVisibility() visibility: Visibility,
  ): Promise<ExtensionListView> {
    return { data: await this.reader.all(visibility) };
  }

  @Put(':number')
  @ApiRoute({
    summary: 'Gives an extension a name, a group or both.',
    answer: ExtensionView,
    problems: { 400: 'The body, the number or a parameter is faulty; each fault is named.' },
  })
  @Allow('admin')
  @UseInterceptors(new JsonBody('name, group or both, such as {"name":"Reception","group":"sales"}'))
  async nameExtension(
    @Param() { number }: ExtensionPath,
    @Query() { sn = '' }: NameExtensionQuery,
    @Body() { name, group }: NameExtension,
  ): Promise<ExtensionView> {
    const [stored] = await this.store.put([{ sn, number, name, group }]);
    return { ...stored!, sn: stored!.sn || null };
  }
}
