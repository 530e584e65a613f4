import { setTimeout as pause } from 'node:timers/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type BeforeApplicationShutdown, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { EventAccess } from '../../access/event-access.js';
import { Config } from '../../config/config.js';
import { Problem, sendProblem } from '../../http/problem.filter.js';
import { readSentBytes } from './event-body.js';
import { Intake } from '../pipeline.js';
import { type Delivery } from '../delivery.js';

/** How long the program waits, when it stops, for requests that are not answered yet, in ms. */
const LAST_ANSWERS = 5_000;

/**
 * An event over HTTP, from the first byte to the last. A request is handled here whether it came in ahead of Nest or
 * through its router.
 */
@Injectable()
export class Webhook implements OnModuleDestroy, BeforeApplicationShutdown {
  /** The program was asked to stop: events are still taken, and a load balancer should send them to another replica. */
  draining = false;
  private closed = false;
  /** Requests that came before it closed and are not answered yet. */
  private unanswered = 0;

  constructor(
    private readonly intake: Intake,
    private readonly access: EventAccess,
    private readonly config: Config,
  ) {}

  /** Never rejects: whatever happens is an answer. */
  async answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (!this.closed) {
      this.unanswered += 1;
      res.once('close', () => (this.unanswered -= 1));
    }
    // A PBX opens a connection per event and may never close it.
    if (!/\bkeep-alive\b/i.test(req.headers.connection ?? '')) res.shouldKeepAlive = false;
    try {
      if (this.closed) throw new Problem(503, 'The program is stopping.', {}, { 'Retry-After': '2' });
      const delivery: Delivery = {
        raw: await readSentBytes(req),
        contentType: req.headers['content-type'] ?? null,
        source: this.access.source(req),
        at: this.arrival(req),
      };
      const refusal = this.access.check(req, delivery.raw);
      const answer = await (refusal ? this.intake.reject(delivery, refusal) : this.intake.receive(delivery));
      const body = JSON.stringify(answer);
      res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
      res.end(body);
    } catch (error) {
      sendProblem(res, error);
    }
  }

  /** Nest calls it before anything stops: for DRAIN_SECONDS all goes on, only /health/ready answers 503. */
  async onModuleDestroy() {
    this.draining = true;
    await pause(this.config.drainSeconds * 1000);
  }

  /** Requests that came before are answered before the server closes its connections. */
  async beforeApplicationShutdown() {
    this.closed = true;
    const end = Date.now() + LAST_ANSWERS;
    while (this.unanswered > 0 && Date.now() < end) await pause(5);
  }

  /** Now; with SIMULATION=on the time that the simulator names, so that it can push last week. */
  private arrival(req: IncomingMessage): Date {
    const said = this.config.simulation ? Date.parse(String(req.headers['x-simulated-at'])) : NaN;
    return Number.isNaN(said) ? new Date() : new Date(said);
  }
}
