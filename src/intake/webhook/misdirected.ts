import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { EventAccess } from '../../access/event-access.js';
import { Config } from '../../config/config.js';
import { NOTHING_HERE, Problem, sendProblem } from '../../http/problem.filter.js';
import { readSentBytes } from './event-body.js';
import { Intake } from '../pipeline.js';

/** A field of a push, in a query or in JSON; a question of ours may have a parameter `type` that is misremembered. */
const pushWith = (type: string) =>
  new RegExp(`(?:^|[?&])(?:(?:event|action|msg)=|${type})|"(?:event|action|type|msg)"\\s*:`);
const LIKE_PUSH = pushWith('type=');
/** Here `type` counts only with a P-Series number. */
const SURELY_PUSH = pushWith('type=3\\d{4}');
/** What PBXes call themselves: v1 and v2 the first, the P-Series the second. */
const PBX_AGENT = /^(?:WebAPI|OpenAPI)(?![-\w])/i;
const LONGEST_PATH = 200;

/**
 * Requests that carry a push but come with a method or to an address where none is taken. They never look delivered: 405
 * on an event's address, 404 anywhere else. What looks like a push is kept among the refused, with a sentence that says
 * how to set the PBX right.
 */
@Injectable()
export class Misdirected {
  constructor(
    private readonly intake: Intake,
    private readonly access: EventAccess,
    private readonly config: Config,
  ) {}

  /** A GET of the page that is a push: the P-Series can be set to GET, and takes any answer 200 for a delivery. */
  looksLikePush(request: IncomingMessage, body = ''): boolean {
    return this.carries(LIKE_PUSH, request, body);
  }

  /** The same where a question of ours may have come: such a question must not be taken for a push. */
  isSurelyPush(request: IncomingMessage, body = ''): boolean {
    return this.carries(SURELY_PUSH, request, body);
  }

  private carries(push: RegExp, { url = '', headers }: IncomingMessage, body: string): boolean {
    const query = url.slice(url.indexOf('?') + 1 || url.length);
    return push.test(query) || push.test(body) || this.isFromPbx(headers);
  }

  private isFromPbx(headers: IncomingHttpHeaders): boolean {
    return (
      headers[this.config.signatureHeader.toLowerCase()] !== undefined ||
      PBX_AGENT.test(headers['user-agent'] ?? '')
    );
  }

  /** Never rejects: whatever happens is an answer. */
  async answer(req: IncomingMessage, res: ServerResponse, status: 404 | 405): Promise<void> {
    const headers: Record<string, string> = status === 405 ? { Allow: 'POST' } : {};
    try {
      const raw = await readSentBytes(req);
      const [path = ''] = (req.url ?? '').split('?');
      if (!this.looksLikePush(req, raw.toString('latin1')))
        throw new Problem(status, status === 404 ? NOTHING_HERE : 'Events are taken by POST.', {}, headers);
      const where = `${req.method} ${path.slice(0, LONGEST_PATH)}`;
      const detail =
        status === 405
          ? `This looks like a PBX's push, but events are taken by POST, not by ${req.method}: set the webhook of the PBX to POST.`
          : `This looks like a PBX's push, but it came as ${where}, where no events are taken: let the PBX push to / or /events.`;
      const delivery = {
        raw,
        contentType: req.headers['content-type'] ?? null,
        source: this.access.source(req),
        at: new Date(),
      };
      await this.intake.reject(delivery, { status, detail }, headers);
    } catch (error) {
      sendProblem(res, error);
    }
  }
}
