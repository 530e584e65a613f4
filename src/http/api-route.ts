import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { InvalidInputView, ProblemView, RefusedEventView } from './problem-view.js';

const FAULTY = 'A parameter is unknown, empty or faulty; each is named.';
const KEYS = {
  401: 'No key, or one that is not known.',
  403: 'The key does not have the scope for it.',
  429: 'Too many questions at once.',
};
const AWAY = { 503: 'The database is away, or the program is stopping.' };

type MediaType = `${string}/${string}`;

/** When an error is answered. `kept`: what was pushed is kept in quarantine, and the error says under which id. */
type ProblemDescription = string | { kept: string };

export interface RouteDescription {
  summary: string;
  description?: string;
  /** The class of the JSON that is answered, or the media type of anything else; nothing: 204. */
  answer?: Type | MediaType;
  /** What else the answer can be, by the `Accept` header. */
  otherTypes?: MediaType[];
  /** The answer's own headers, each with what it says. */
  headers?: Record<string, string>;
  /** When which error is answered, besides those that every route has. */
  problems?: Record<number, ProblemDescription>;
  /** No key is asked for; `key`: only this route's own check asks for one. */
  open?: boolean | 'key';
}

const header = (description: string, type: 'string' | 'integer' = 'string') => ({
  description,
  schema: { type },
});
const RETRY_AFTER = { 'Retry-After': header('In how many seconds to try again.', 'integer') };

/** The headers of an error, by its status. */
const PROBLEM_HEADERS: Record<number, Record<string, ReturnType<typeof header>>> = {
  405: { Allow: header('The methods that are taken.') },
  429: RETRY_AFTER,
  503: RETRY_AFTER,
};

/** What the document says of a route, besides its parameters and its body, whose classes say that themselves. */
export function ApiRoute(route: RouteDescription) {
  const { summary, description, answer, problems = {}, open = false } = route;
  const errors = { ...(open ? {} : { 400: FAULTY, ...KEYS }), ...AWAY, ...problems };
  return applyDecorators(
    ApiExtraModels(ProblemView, InvalidInputView, RefusedEventView, ...(isClass(answer) ? [answer] : [])),
    ApiOperation({
      summary,
      ...(description && { description }),
      ...(open && { security: open === 'key' ? [{ bearer: [] }] : [] }),
    }),
    ApiResponse(successResponse(route)),
    ...Object.entries(errors).map(([status, when]) => ApiResponse(problemResponse(Number(status), when))),
  );
}

const isClass = (answer: RouteDescription['answer']) => typeof answer === 'function';

function successResponse({ summary, answer, otherTypes = [], headers }: RouteDescription) {
  if (!answer) return { status: 204, description: summary };
  const texts = [...(isClass(answer) ? [] : [answer]), ...otherTypes];
  return {
    status: 200,
    description: summary,
    ...(headers && {
      headers: Object.fromEntries(Object.entries(headers).map(([name, about]) => [name, header(about)])),
    }),
    content: {
      ...(isClass(answer) && { 'application/json': { schema: { $ref: getSchemaPath(answer) } } }),
      ...Object.fromEntries(texts.map((type) => [type, { schema: textOf(type) }])),
    },
  };
}

const textOf = (type: string) => ({
  type: 'string',
  ...(type === 'application/octet-stream' && { format: 'binary' }),
});

function problemResponse(status: number, when: ProblemDescription) {
  const isKept = typeof when !== 'string';
  const view = isKept ? RefusedEventView : status === 400 ? InvalidInputView : ProblemView;
  return {
    status,
    description: isKept ? when.kept : when,
    ...(status in PROBLEM_HEADERS && { headers: PROBLEM_HEADERS[status]! }),
    content: { 'application/problem+json': { schema: { $ref: getSchemaPath(view) } } },
  };
}
