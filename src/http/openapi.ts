import { applyDecorators } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';

/*
 * How a route gets into /openapi.json: one decorator beside its @Get, and named schemas beside the views they describe.
 *
 *   const PBX = schema('Pbx', { type: 'object', required: ['sn'], properties: { sn: { type: 'string' } } });
 *
 *   @Get()
 *   @Describe({
 *     summary: 'Each PBX seen.',
 *     answers: { 200: json(listOf(PBX)) },
 *     problems: { 400: 'A parameter is unknown, empty or faulty.' },
 *   })
 *
 * test/e2e/http/openapi.e2e.test.ts fails for a route without it, and `npm run contract` for one that answers otherwise.
 */

type Schema = Record<string, unknown>;

export interface Parameter {
  name: string;
  description: string;
  schema: Schema;
  /** May be repeated: any of the values. */
  many?: boolean;
  example?: unknown;
}

interface Answer {
  description: string;
  content?: Record<string, { schema: Schema; example?: unknown }>;
}

export const schemas: Record<string, Schema> = {};

/** Puts a schema under its name into the document, and returns the reference to it. */
export function schema(name: string, definition: Schema): Schema {
  schemas[name] = definition;
  return { $ref: `#/components/schemas/${name}` };
}

export const orNull = (type: string, more: Schema = {}): Schema => ({ type, nullable: true, ...more });
export const listOf = (items: Schema): Schema => ({ type: 'array', items });
/** An object of which every property named is there. */
export const all = (properties: Record<string, Schema>): Schema => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});

export const json = (of: Schema, example?: unknown): Answer => content('application/json', of, example);
export const content = (type: string, of: Schema = { type: 'string' }, example?: unknown): Answer => ({
  description: '',
  content: { [type]: { schema: of, ...(example !== undefined && { example }) } },
});

const PROBLEM = schema('Problem', {
  ...all({
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'A sentence that says what to do.' },
  }),
  description: 'RFC 9457.',
  additionalProperties: true,
});
const FAULTS = schema('Faults', {
  ...all({
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    errors: listOf(all({ path: { type: 'string' }, message: { type: 'string' } })),
  }),
  description: 'RFC 9457, with every fault by its path.',
  additionalProperties: true,
});

const KEYS = {
  401: 'No key, or one that is not known.',
  403: 'The key does not have the scope for it.',
  429: 'Too many questions at once; Retry-After says when.',
};

/** Everything about one route. Its path's parameters are described by `path`. */
export function Describe({
  tag,
  summary,
  description,
  path = [],
  query = [],
  headers = [],
  body,
  answers,
  open = false,
  problems = {},
}: {
  tag: string;
  summary: string;
  description?: string;
  path?: Parameter[];
  query?: Parameter[];
  headers?: Parameter[];
  body?: { schema: Schema; examples?: Record<string, { value: unknown }>; required?: boolean };
  answers: Record<number, Answer>;
  /** Open to all: no key is asked for. */
  open?: boolean;
  /** When which error is answered; 400 names its faults, and 503 is always there. */
  problems?: Record<number, string>;
}) {
  const answered = Object.entries(answers).map(([status, answer]) =>
    ApiResponse({ status: Number(status), ...answer, description: answer.description || summary }),
  );
  const errors = Object.entries({
    ...(open ? {} : KEYS),
    503: 'The database is away, or the program is stopping.',
    ...problems,
  }).map(([status, why]) =>
    ApiResponse({
      status: Number(status),
      description: why,
      content: { 'application/problem+json': { schema: status === '400' ? FAULTS : PROBLEM } },
    }),
  );
  return applyDecorators(
    ApiTags(tag),
    ...(open ? [] : [ApiBearerAuth()]),
    ApiOperation({ summary, ...(description && { description }) }),
    ...path.map(({ many: _, ...rest }) => ApiParam(rest as Parameters<typeof ApiParam>[0])),
    ...headers.map(({ many: _, ...rest }) => ApiHeader({ ...rest, required: false })),
    ...query.map(({ many, schema: of, example, ...rest }) =>
      ApiQuery({
        ...rest,
        required: false,
        schema: many ? listOf(of) : of,
        ...(many && { explode: true }),
        ...(example !== undefined && { example: many ? [example] : example }),
      }),
    ),
    ...(body ? [ApiBody({ required: body.required ?? true, ...body })] : []),
    ...answered,
    ...errors,
  );
}
