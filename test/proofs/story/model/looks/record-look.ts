import { callStart } from '../../../../../src/transfer/ids.js';
import type { RecordEvent } from '../../../../../src/transfer/event.js';
import { WITHIN_MS } from './look.js';
import type { Names } from './names.js';

/** The moments that a record tells. */
export interface Span {
  start: number;
  answer: number;
  end: number;
}

export function spanOf({ callid, startedAtLocal, callSeconds, talkSeconds }: RecordEvent): Span {
  // The zone of the PBX shows in its local times; here it is known to be a whole hour.
  const begun = callStart(callid)?.getTime() ?? 0;
  const local = Date.parse(`${startedAtLocal?.replace(' ', 'T')}Z`);
  const zone = Math.floor((local - begun) / 3_600_000) * 3_600_000;
  const start = local - zone;
  const end = start + (callSeconds ?? 0) * 1000;
  return { start, answer: end - (talkSeconds ?? 0) * 1000, end };
}

/** Its times count only as before, at or after each transfer, and its talk as none, some or all of the call. */
export function recordWord(
  event: RecordEvent,
  numbers: Names,
  { start, answer, end }: Span,
  transfersAt: number[],
): string {
  const { from, to, answeredBy, status, type, callSeconds, talkSeconds } = event;
  const sides = transfersAt.map((at) => [start, answer, end].map((moment) => sideOf(moment - at)).join(''));
  const talk = talkSeconds === 0 ? 'none' : talkSeconds === callSeconds ? 'all' : 'some';
  return `${numbers.of(from)}>${numbers.of(to)}(${numbers.of(answeredBy ?? '')}) ${status} ${type} ${talk} ${sides.join(',')}`;
}

function sideOf(ms: number): string {
  return ms < -WITHIN_MS ? '<' : ms > WITHIN_MS ? '>' : '=';
}
