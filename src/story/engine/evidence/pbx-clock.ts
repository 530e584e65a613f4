import { callStart } from '../../../transfer/ids.js';
import { zoneOfLeast } from '../../../transfer/pbx-zone.js';
import type { RecordEvent } from '../../../transfer/event.js';
import { partyNumber } from '../../../transfer/member.js';
import type { KnownEvent, KnownTransfer } from './evidence.js';
import { isSameNumber } from './same-number.js';

/** Converts the PBX's own times (of call ids and records) to our clock, by which events are received. */
export interface PbxClock {
  /** When the call began, or null where its id is no clock. */
  callStart(callid: string): number | null;
  /** A record's local time, or null where no call id gives the PBX's zone. */
  local(text: string | null): number | null;
}

/** A record can come so late, where it is pushed after an announcement. */
const MOST_RECORD_DELAY_MS = 45_000;

/**
 * Two distances are learned from the events themselves. The PBX's zone: a record never starts before its call, so the
 * smallest `timestart` minus call id, down to the quarter of an hour. The error of the PBX's clock is the smallest
 * distance from the time that an event states to its arrival, since nothing arrives before it happened.
 */
export function clockOf(events: KnownEvent[], transfers: KnownTransfer[] = []): PbxClock {
  let zone = Infinity;
  for (const { event } of events) {
    const began = callIdTime(event.callid);
    const local = event.what === 'record' ? wallTime(event.startedAtLocal) : null;
    if (began !== null && local !== null) zone = Math.min(zone, local - began);
  }
  zone = zoneOfLeast(zone);

  let error = Infinity;
  for (const { event, receivedAt } of events) {
    const began = callIdTime(event.callid);
    if (began === null) continue;
    error = Math.min(error, +receivedAt - began);
    if (event.what !== 'record') continue;
    const local = wallTime(event.startedAtLocal);
    if (local !== null)
      error = Math.min(error, +receivedAt - (local - zone + (event.callSeconds ?? 0) * 1000));
  }
  const handedOn = endOfFirstTalk(events, transfers);
  const byTransfer = handedOn === null ? Infinity : handedOn.receivedAt - (handedOn.end - zone);
  // The two can have talked again after it, where the call came back to them as members of a group.
  if (byTransfer >= error - MOST_RECORD_DELAY_MS) error = Math.min(error, byTransfer);
  return {
    callStart: (callid) => {
      const began = callIdTime(callid);
      return began === null || error === Infinity ? null : began + error;
    },
    local: (text) => {
      const local = wallTime(text);
      return local === null || zone === Infinity || error === Infinity ? null : local - zone + error;
    },
  };
}

/**
 * The talk that the first transfer ended is over when the transfer's event arrives. Records, which arrive late, do not
 * show that.
 */
function endOfFirstTalk(
  events: KnownEvent[],
  transfers: KnownTransfer[],
): { end: number; receivedAt: number } | null {
  const first = transfers.toSorted((a, b) => +a.receivedAt - +b.receivedAt)[0];
  // Where states are pushed, they show the clock well.
  if (first === undefined || events.some(({ event }) => event.what === 'status')) return null;
  const numbers = first.members.map(partyNumber);
  const isOfFirst = (number: string) => numbers.some((other) => isSameNumber(number, other));
  // The same two can have talked again, and only one of their records be there.
  const isOfSameTwo = ({ members }: KnownTransfer) =>
    members.length === first.members.length && members.map(partyNumber).every(isOfFirst);
  if (transfers.filter(isOfSameTwo).length > 1) return null;
  const ends = events.flatMap(({ event }) => {
    if (event.what !== 'record' || event.callid !== first.callid || event.status !== 'answered') return [];
    const parties = [event.from.trim(), (event.answeredBy ?? event.to).trim()];
    const end = endOf(event);
    return end !== null && parties.every(isOfFirst) ? [end] : [];
  });
  return ends.length === 0 ? null : { end: Math.min(...ends), receivedAt: +first.receivedAt };
}

function endOf({ startedAtLocal, callSeconds }: RecordEvent): number | null {
  const start = wallTime(startedAtLocal);
  return start === null || callSeconds === null ? null : start + callSeconds * 1000;
}

const callIdTime = (callid: string): number | null => callStart(callid)?.getTime() ?? null;

function wallTime(text: string | null): number | null {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)/.exec(text ?? '');
  const time = match === null ? NaN : Date.parse(`${match[1]}T${match[2]}Z`);
  return Number.isNaN(time) ? null : time;
}
