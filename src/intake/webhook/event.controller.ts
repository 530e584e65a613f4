import { applyDecorators, Controller, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiParam, ApiProperty, ApiSchema, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Allow } from '../../access/allow.js';
import { ApiRoute } from '../../http/api-route.js';
import { InputFaultView } from '../../http/problem-view.js';
import { ANSWERS, type AnswerStatus } from '../answer.js';
import { DIALECTS } from '../dialects/dialects.js';
import { Webhook } from './webhook.js';

/** What the PBX is answered. */
@ApiSchema({ name: 'EventAnswer' })
class EventAnswerView {
  @ApiProperty({ enum: ANSWERS }) status: AnswerStatus;
  @ApiProperty({
    format: 'uuid',
    required: false,
    description: 'Of the transfer, or of the body in quarantine.',
  })
  id?: string;
  @ApiProperty({ type: [InputFaultView], required: false }) errors?: InputFaultView[];
}

/** Dialects that write their events alike share a schema. */
const SCHEMAS = [...new Set(DIALECTS.map(({ document }) => document.schema))];
const EXAMPLES = Object.fromEntries(
  DIALECTS.map(({ name, document }) => [name, { value: document.example }]),
);

const EventRoute = (where: string) =>
  applyDecorators(
    ApiRoute({
      summary: `Takes an event as the PBX sends it, in any dialect, ${where}. Answers after the commit.`,
      description:
        'The content type is not looked at. A body refused once with 400 is kept in quarantine, and answered 200 when it comes again.',
      answer: EventAnswerView,
      open: true,
      problems: {
        400: { kept: 'Not JSON, or a transfer that misses what it needs: every fault is named.' },
        401: { kept: 'The secret, the signature or the address it came from is not right.' },
        403: { kept: 'It may not come from there.' },
        413: 'Larger than 256 KiB.',
      },
    }),
    ApiBody({ schema: { anyOf: SCHEMAS }, examples: EXAMPLES }),
  );

/** The webhook. No pipes, guards or body parsers stand on its way: the dialects validate, and the content type is not looked at. */
@Controller()
@ApiTags('events')
@Allow('everyone') // EventAccess decides: a PBX has no key
export class EventController {
  constructor(private readonly webhook: Webhook) {}

  @Post()
  @EventRoute('at the root')
  pushEventToRoot(@Req() req: Request, @Res() res: Response) {
    return this.webhook.answer(req, res);
  }

  @Post('events')
  @EventRoute('at an address of its own')
  pushEvent(@Req() req: Request, @Res() res: Response) {
    return this.webhook.answer(req, res);
  }

  @Post('events/:secret')
  @EventRoute('at the secret address')
  @ApiParam({ name: 'secret', type: String, description: 'One of EVENT_SECRETS, where that is set.' })
  pushEventToSecret(@Req() req: Request, @Res() res: Response) {
    return this.webhook.answer(req, res);
  }
}
