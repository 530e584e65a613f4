import { applyDecorators, type INestApplication } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
  ApiTags,
  DocumentBuilder,
  type OpenAPIObject,
  SwaggerModule,
} from '@nestjs/swagger';
import type { Response } from 'express';

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

const schemas: Record<string, Schema> = {};

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

/** The document of all routes that this program has. */
export function describeApp(app: INestApplication): OpenAPIObject {
  const head = new DocumentBuilder()
    .setTitle('handoff')
    .setDescription(
      'The call-transfer history of Yeastar PBXs: who handed which call to whom, and whether anyone picked up. ' +
        'Every error is RFC 9457 problem+json.',
    )
    .setVersion('1')
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(app, head, { operationIdFactory: (c, m) => `${c}.${m}` });
  for (const [path, methods] of Object.entries(document.paths))
    for (const operation of Object.values(methods) as { parameters?: { in: string; name: string }[] }[])
      // A route of several addresses has not in each of them all its parameters.
      operation.parameters = operation.parameters?.filter(
        (p) => p.in !== 'path' || path.includes(`{${p.name}}`),
      );
  document.components = { ...document.components, schemas: schemas };
  const page = (summary: string, answer: Answer) => ({
    get: { tags: ['docs'], summary, responses: { 200: { ...answer, description: summary } } },
  });
  Object.assign(document.paths, {
    '/openapi.json': page('This document.', json({ type: 'object', additionalProperties: true })),
    '/docs': page('This document, to read and to try.', content('text/html')),
  });
  return document;
}

/** `/openapi.json` and `/docs`, which loads nothing from elsewhere. */
export function mountDocs(app: INestApplication): void {
  // Swagger UI writes styles into its elements and draws its icons from data: addresses; nothing else is let in.
  app.use('/docs', (_req: unknown, res: Response, next: () => void) => {
    res.set(
      'Content-Security-Policy',
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    next();
  });
  SwaggerModule.setup('docs', app, () => describeApp(app), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'handoff',
  });
}
