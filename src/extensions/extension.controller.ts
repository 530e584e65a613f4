import { Controller, Get, Param, Put, Query, Req } from '@nestjs/common';
import { ApiBody, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Allow } from '../access/allow.js';
import { CallerVisibility } from '../access/caller-visibility.js';
import { ApiRoute } from '../http/api-route.js';
import { inOneSentence, type InputFault } from '../http/invalid-value.js';
import { Problem } from '../http/problem.filter.js';
import { NoQuery } from '../http/query-parameters.js';
import type { Visibility } from '../transfer/visibility.js';
import { NameExtension, NameExtensionQuery } from './extension.dto.js';
import { ExtensionReader } from './extension.reader.js';
import { ExtensionStore, type NamedExtension } from './extension.store.js';
import { ExtensionListView, ExtensionView } from './extension-view.js';
import { readNaming } from './read-naming.js';

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
  @ApiParam({ name: 'number', description: 'The extension.' })
  @ApiBody({ type: NameExtension, required: true })
  @Allow('admin')
  async nameExtension(
    @Param('number') number: string,
    @Query() { sn = '' }: NameExtensionQuery,
    @Req() req: Request,
  ): Promise<ExtensionView> {
    const naming = readNaming(number, await readObject(req));
    if (naming.faults.length > 0) throw notNamed(naming.faults);
    const [stored] = await this.store.put([{ sn, ...naming.extension }]);
    return toView(stored!);
  }
}

const toView = ({ sn, number, name, group }: NamedExtension) => ({ sn: sn || null, number, name, group });

const notNamed = (errors: InputFault[]) =>
  new Problem(400, `The extension was not named: ${inOneSentence(errors)}.`, { errors });

const NO_OBJECT = {
  path: 'body',
  message: 'must be a JSON object with name, group or both, such as {"name":"Reception","group":"sales"}',
};
const MOST_BYTES = 16 * 1024;

/** The program parses no bodies by itself: those of events are kept as they come. */
async function readObject(req: Request): Promise<object> {
  let sent = '';
  for await (const chunk of req.setEncoding('utf8')) if ((sent += String(chunk)).length > MOST_BYTES) break;
  try {
    const body: unknown = JSON.parse(sent);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  } catch {
    // Said below.
  }
  throw notNamed([NO_OBJECT]);
}
