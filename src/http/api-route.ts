import { applyDecorators, type Type } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOperation,
  ApiProperty,
  ApiResponse,
  ApiSchema,
  getSchemaPath,
} from '@nestjs/swagger';
import type { InputFault } from './invalid-value.js';

@ApiSchema({ name: 'Problem', description: 'RFC 9457.' })
export class ProblemView {
  @ApiProperty({ example: 'about:blank' }) type: string;
  @ApiProperty() title: string;
  @ApiProperty({ type: 'integer' }) status: number;
  @ApiProperty({ description: 'A sentence that says what to do.' }) detail: string;
}

@ApiSchema({ name: 'InputFault' })
export class InputFaultView implements InputFault {
  @ApiProperty({ description: 'A parameter, or where in the body; empty for the whole.' }) path: string;
  @ApiProperty({ description: 'What would be right, and what was given.' }) message: string;
}

@ApiSchema({ name: 'InvalidInput', description: 'RFC 9457, with every fault by its path.' })
export class InvalidInputView extends ProblemView {
  @ApiProperty({ type: [InputFaultView], required: false }) errors?: InputFaultView[];
}

const FAULTY = 'A parameter is unknown, empty or faulty; each is named.';
const KEYS = {
  401: 'No key, or one that is not known.',
  403: 'The key does not have the scope for it.',
  429: 'Too many questions at once; Retry-After says when.',
};
const AWAY = { 503: 'The database is away, or the program is stopping.' };

export interface RouteDescription {
  summary: string;
  description?: string;
  /** The class of the JSON that is answered, or the media type of anything else; nothing: 204. */
  answer?: Type | `${string}/${string}`;
  /** When which error is answered, besides those that every route has. */
  problems?: Record<number, string>;
  /** No key is asked for; `key`: only this route's own check asks for one. */
  open?: boolean | 'key';
}

/** What the document says of a route, besides its parameters and its body, whose classes say that themselves. */
export function ApiRoute({ summary, description, answer, problems = {}, open = false }: RouteDescription) {
  const errors = { ...(open ? {} : { 400: FAULTY, ...KEYS }), ...AWAY, ...problems };
  return applyDecorators(
    ApiExtraModels(ProblemView, InvalidInputView),
    ApiOperation({
      summary,
      ...(description && { description }),
      ...(open && { security: open === 'key' ? [{ bearer: [] }] : [] }),
    }),
    typeof answer === 'string'
      ? ApiResponse({ status: 200, description: summary, content: { [answer]: { schema: textOf(answer) } } })
      : ApiResponse({ status: answer ? 200 : 204, description: summary, ...(answer && { type: answer }) }),
    ...Object.entries(errors).map(([status, why]) => ApiResponse(problemResponse(Number(status), why))),
  );
}

const textOf = (type: string) => ({
  type: 'string',
  ...(type === 'application/octet-stream' && { format: 'binary' }),
});

const problemResponse = (status: number, description: string) => ({
  status,
  description,
  content: {
    'application/problem+json': {
      schema: { $ref: getSchemaPath(status === 400 ? InvalidInputView : ProblemView) },
    },
  },
});
