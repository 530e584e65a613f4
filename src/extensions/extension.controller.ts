import { Controller, Get, Param, Put, Query as QueryParams, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Allow } from '../access/allow.js';
import { all, Describe, json, listOf, orNull, schema } from '../http/openapi.js';
import { Problem } from '../http/problem.filter.js';
import { once, type Query, readQuery, text } from '../http/query.js';
import { ExtensionStore, type NamedExtension } from './extension.store.js';
import { ExtensionReader, type ExtensionView } from './extension.reader.js';
import { readNaming } from './naming.js';

const EXTENSION = schema(
  'Extension',
  all({
    sn: orNull('string'),
    number: { type: 'string' },
    name: orNull('string'),
    group: orNull('string'),
  }),
);

/** One of the two must be there. */
const given = (required: 'name' | 'group') => ({
  type: 'object',
  required: [required],
  properties: { name: orNull('string'), group: orNull('string') },
});

@Controller('extensions')
@Allow('read')
export class ExtensionController {
  constructor(
    private readonly reader: ExtensionReader,
    private readonly store: ExtensionStore,
  ) {}

  @Get()
  @Describe({
    tag: 'extensions',
    summary: 'The names and groups of extensions.',
    answers: { 200: json(all({ data: listOf(EXTENSION) })) },
    problems: { 400: 'A parameter is unknown.' },
  })
  async all(@QueryParams() query: Query): Promise<{ data: ExtensionView[] }> {
    readQuery(query, {});
    return { data: await this.reader.all() };
  }

  @Put(':number')
  @Describe({
    tag: 'extensions',
    summary: 'Gives an extension a name, a group or both.',
    path: [{ name: 'number', description: 'The extension.', schema: { type: 'string' } }],
    query: [{ name: 'sn', description: 'Of this PBX alone.', schema: { type: 'string' } }],
    body: {
      schema: { anyOf: [given('name'), given('group')] },
      examples: { reception: { value: { name: 'Reception', group: 'sales' } } },
    },
    answers: { 200: json(EXTENSION) },
    problems: { 400: 'The body, the number or a parameter is faulty; each fault is named.' },
  })
  @Allow('admin')
  async name(
    @Param('number') number: string,
    @QueryParams() query: Query,
    @Req() req: Request,
  ): Promise<ExtensionView> {
    const { sn = '' } = readQuery(query, { sn: once(text) });
    const naming = readNaming({ number, ...(await readObject(req)) });
    if (naming.faults.length > 0)
      throw new Problem(400, `The extension was not named: ${naming.faults.map(inWords).join('; ')}.`, {
        errors: naming.faults,
      });
    const [stored] = await this.store.put([{ sn, ...naming.extension }]);
    return toView(stored!);
  }
}

const inWords = ({ path, message }: { path: string; message: string }) => `${path} ${message}`;
const toView = ({ sn, number, name, group }: NamedExtension) => ({ sn: sn || null, number, name, group });

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
  throw new Problem(400, `The extension was not named: ${inWords(NO_OBJECT)}.`, { errors: [NO_OBJECT] });
}
