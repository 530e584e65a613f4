import type { SimulatedEvent } from '../../../src/simulator/simulate.js';
import type { Truth } from '../../../src/simulator/call/truth.js';
import { expected, keyOf } from './read-stories.js';

/** What a page or a report can know of a truth: what the events do not decide is unknown. */
export interface Known {
  call: string;
  sentAt: Date;
  from: string;
  to: string;
  /** Of the outside party; null where there is none. */
  caller: string | null;
  outcome: string;
  /** Seconds to the answer of a blind transfer. */
  wait: number | null;
  inCall: number;
}

export const UNKNOWN = 'unknown';

const MERGED_WITHIN_MS = 60 * 60_000;

/**
 * The truths of transfers that events report. Two transfers of one call that a v1 PBX reports by the same bytes within an
 * hour are one event and its re-send: nothing distinguishes them.
 */
export function reportedOf(truths: Truth[], events: Iterable<SimulatedEvent>): Truth[] {
  const last = new Map<string, number>();
  const reported = new Set<string>();
  for (const { at, body, event } of events) {
    if (event.what !== 'transfer') continue;
    const before = last.get(body) ?? -Infinity;
    const isAnew = event.members.some(({ channelid }) => !channelid)
      ? at.getTime() - before > MERGED_WITHIN_MS
      : before < 0;
    if (isAnew) reported.add(`${at.getTime()} ${event.callid}`);
    last.set(body, at.getTime());
  }
  return truths.filter(({ sentAt, callid }) => reported.has(`${sentAt.getTime()} ${callid}`));
}

/**
 * As far as the events decide and the stories say: what a story leaves open is unknown on the page, and what it says must be
 * true.
 */
export function knownOf(truths: Truth[], events: SimulatedEvent[]): Known[] {
  const stories = expected(events);
  const reported = reportedOf(truths, events);
  const calls = counted(reported.map(callOf));
  return reported.map((truth) => {
    const { transferor, target, transferee, outcome, kind, answeredAt, sentAt } = truth;
    const story = stories.get(keyOf(truth.sn, truth.callid, sentAt))!;
    const decided = {
      ...truth.decided,
      target: truth.decided.target && story.target !== null,
      kind: truth.decided.kind && story.kind !== 'unknown',
      outcome: truth.decided.outcome && story.outcome !== 'unknown',
      answeredAt: truth.decided.answeredAt && story.answeredAt !== null,
    };
    const isAnswered = decided.outcome && outcome === 'answered';
    const wait = isAnswered && decided.kind && kind === 'blind' && decided.answeredAt && answeredAt;
    return {
      call: callOf(truth),
      sentAt,
      from: decided.transferor ? transferor : UNKNOWN,
      to: decided.target ? target.number : UNKNOWN,
      caller: decided.transferee && transferee.kind !== 'ext' ? transferee.number : null,
      outcome: decided.outcome ? outcome : UNKNOWN,
      wait: wait ? Math.max(0, Math.round((wait.getTime() - sentAt.getTime()) / 1000)) : null,
      inCall: calls[callOf(truth)]!,
    };
  });
}

const callOf = ({ sn, callid }: Truth) => `${sn} ${callid}`;

export function counted(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** Those with the same name together. */
export function grouped(known: Known[], nameOf: (one: Known) => string | null): Map<string, Known[]> {
  const groups = new Map<string, Known[]>();
  for (const one of known) {
    const name = nameOf(one);
    if (name !== null) groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return groups;
}

export const callsOf = (known: Known[]) => new Set(known.map(({ call }) => call)).size;

export function medianWait(known: Known[]): number | null {
  const waits = known.flatMap(({ wait }) => wait ?? []).sort((a, b) => a - b);
  const middle = waits.length / 2;
  return waits.length === 0 ? null : (waits[Math.ceil(middle) - 1]! + waits[Math.floor(middle)]!) / 2;
}
