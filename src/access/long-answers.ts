import { EventEmitter, once } from 'node:events';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Problem } from '../http/problem.filter.js';
import { callerOf } from './caller-visibility.js';

/**
 * How many answers of a kind are made at a time, for one caller and for all of them together, and how long a caller waits
 * for room, in ms. A page of the dashboard asks for some ten reports at once.
 */
const ROOM = {
  report: { ofCaller: 4, inAll: 8, wait: 15_000 },
  export: { ofCaller: 4, inAll: 12, wait: 0 },
  stream: { ofCaller: 100, inAll: 400, wait: 0 },
};
export type LongAnswer = keyof typeof ROOM;

/** Answers that take long or last: bounded, so that no caller takes the database from the lists of all others. */
@Injectable()
export class LongAnswers {
  private readonly callers: Record<LongAnswer, string[]> = { report: [], export: [], stream: [] };
  private readonly ended = new EventEmitter().setMaxListeners(0);

  get status() {
    const { report, export: exported, stream } = this.callers;
    return { reports: report.length, exports: exported.length, streams: stream.length };
  }

  /**
   * Takes room for this answer until it is sent or its client goes away.
   * @returns a signal that the client has gone
   * @throws Problem 429 where there is no room, at once or after a wait
   */
  async begin(kind: LongAnswer, req: Request, res: Response): Promise<AbortSignal> {
    const gone = new AbortController();
    res.setMaxListeners(20); // an export's pipeline adds some of its own
    // Clients may close their side of a connection early (app.ts); one that waits for a long answer has gone then.
    const leaves = () => res.destroy();
    req.socket.once('end', leaves);
    res.once('close', () => {
      req.socket.off('end', leaves);
      gone.abort();
    });
    if (res.destroyed) gone.abort(); // it left before it came here, and 'close' does not come again
    const caller = callerOf(req);
    if (!this.hasRoom(kind, caller)) await this.waitForRoom(kind, caller, gone.signal);
    const callers = this.callers[kind];
    callers.push(caller);
    const leave = () => {
      callers.splice(callers.indexOf(caller), 1);
      this.ended.emit(kind);
    };
    if (gone.signal.aborted) leave();
    else gone.signal.addEventListener('abort', leave, { once: true });
    return gone.signal;
  }

  private async waitForRoom(kind: LongAnswer, caller: string, gone: AbortSignal): Promise<void> {
    const end = AbortSignal.any([gone, AbortSignal.timeout(ROOM[kind].wait)]);
    while (!end.aborted && !this.hasRoom(kind, caller))
      await once(this.ended, kind, { signal: end }).catch(() => {});
    if (!this.hasRoom(kind, caller)) throw noRoom(kind);
  }

  private hasRoom(kind: LongAnswer, caller: string): boolean {
    const { ofCaller, inAll } = ROOM[kind];
    const callers = this.callers[kind];
    return callers.length < inAll && callers.filter((one) => one === caller).length < ofCaller;
  }
}

const noRoom = (kind: LongAnswer) =>
  new Problem(
    429,
    `At most ${ROOM[kind].ofCaller} ${kind}s are made for one caller at a time, and ${ROOM[kind].inAll} for all together.`,
    {},
    { 'Retry-After': '5' },
  );
