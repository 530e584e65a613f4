import { Controller, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Allow } from '../access/allow.js';
import { EventAccess } from '../access/event-access.js';
import { Config } from '../config.js';
import { readEventBody } from './event-body.js';
import { type Delivery, Intake } from './intake.js';

/** The webhook. No pipes, guards or body parsers stand on its way: the dialects validate, and the content type is not looked at. */
@Controller()
export class EventController {
  constructor(
    private readonly intake: Intake,
    private readonly access: EventAccess,
    private readonly config: Config,
  ) {}

  @Post(['/', '/events', '/events/:secret'])
  @Allow('everyone') // EventAccess decides: a PBX has no key
  async receive(@Req() req: Request, @Res() res: Response) {
    // A PBX opens a connection per event and may never close it.
    if (!/\bkeep-alive\b/i.test(req.headers.connection ?? '')) res.set('Connection', 'close');
    const delivery: Delivery = {
      raw: await readEventBody(req),
      contentType: req.headers['content-type'] ?? null,
      source: this.access.source(req),
      at: this.arrival(req),
    };
    const refusal = this.access.check(req, delivery.raw);
    const answer = await (refusal ? this.intake.turnAway(delivery, refusal) : this.intake.receive(delivery));
    res.status(200).type('application/json').send(JSON.stringify(answer));
  }

  /** Now; with SIMULATION=on, the simulator's word for it, so that it can push last week. */
  private arrival(req: Request): Date {
    const said = this.config.simulation ? Date.parse(req.get('x-simulated-at') ?? '') : NaN;
    return Number.isNaN(said) ? new Date() : new Date(said);
  }
}
