import { Controller, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Describe } from '../http/openapi.js';
import { EVENT } from './openapi.js';
import { Allow } from '../access/allow.js';
import { Webhook } from './webhook.js';

/** The webhook. No pipes, guards or body parsers stand on its way: the dialects validate, and the content type is not looked at. */
@Controller()
export class EventController {
  constructor(private readonly webhook: Webhook) {}

  @Post(['/', '/events', '/events/:secret'])
  @Allow('everyone') // EventAccess decides: a PBX has no key
  @Describe(EVENT)
  receive(@Req() req: Request, @Res() res: Response) {
    return this.webhook.answer(req, res);
  }
}
