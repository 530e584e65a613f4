import { partyNumber, type Member } from '../../../transfer/member.js';
import type { KnownEvent } from './evidence.js';

/** One moment of a leg, as a status event says it. */
export interface LegStatus {
  /** ALERT and ANSWERED say what a caller hears, RING and ANSWER what a called party does; then HOLD and BYE; or WITH. */
  status: string;
  at: number;
  callid: string;
  /** The event that says it, and so the legs that it names together. */
  event: KnownEvent;
  /** How many people that event names. */
  people: number;
  /** The `callpath` of the member: a queue, group or menu. */
  path: string | null;
  /** The same event came a moment before: this one may be a re-send. */
  repeated: boolean;
}

/**
 * One party's part in the calls: a channel's life, or where the dialect names no channels, a number's time in one
 * call.
 */
export interface Leg {
  key: string;
  kind: Member['kind'];
  number: string;
  /** The same for all phones of one extension. */
  party: string;
  /** The channel's place among all the PBX's channels: content, not arrival, says which came first. */
  seq: number | null;
  /** The dialect names no channels: what this party did again a moment later is left out as a re-send. */
  hasNoChannel: boolean;
  /** The queue or ring group that the leg was reached through. */
  path: string | null;
  /** A repeated event can be a re-send, or say that the party came back at once. */
  mayReturn: boolean;
  /** In the order of arrival. */
  statuses: LegStatus[];
  /** The same statuses by their event, so that finding out whether one event names two legs needs no search. */
  byEvent: Map<KnownEvent, string[]>;
  /** When it was first in each status, and the calls that it was in. */
  first: Map<string, number>;
  calls: Set<string>;
}

/** v1 names the party at the other end of a leg without saying anything of it. */
export const WITH = 'WITH';
export const RINGING = ['RING', 'ALERT', 'EARLYMEDIA'];
export const TALKING = ['ANSWER', 'ANSWERED'];
export const THERE = [...RINGING, ...TALKING, 'HOLD', WITH];

export function legKey(callid: string, member: Member): string {
  return member.channelid ? member.channelid : `${callid} ${partyOf(member)}`;
}

/** An outside caller of another site can have the number of an extension. */
export function partyOf(member: Member): string {
  return `${member.kind === 'ext' ? 'ext' : 'outside'} ${partyNumber(member)}`;
}

/** Channel suffixes are hex digits that count up: `PJSIP/1020-0000002c`. Those of analogue ports do not. */
export function channelSeq(member: Member): number | null {
  const digits = /-([0-9a-f]{8})(?:;\d)?$/i.exec(member.channelid ?? '')?.[1];
  return digits === undefined ? null : parseInt(digits, 16);
}

/** When the leg was first in one of these states. */
export function firstAt(leg: Leg | undefined, statuses: string[]): number | null {
  if (leg === undefined) return null;
  const first = Math.min(...statuses.map((status) => leg.first.get(status) ?? Infinity));
  return first === Infinity ? null : first;
}

/** The same, in one of the calls that it was in. */
export function firstInCall(leg: Leg, statuses: string[], callid: string): number | null {
  return leg.statuses.find((m) => statuses.includes(m.status) && m.callid === callid)?.at ?? null;
}

export const began = (leg: Leg): number => leg.statuses[0]!.at;
export const byeAt = (leg: Leg | undefined): number | null => leg?.first.get('BYE') ?? null;
export const talkedAt = (leg: Leg | undefined): number | null => firstAt(leg, TALKING);
export const talked = (leg: Leg | undefined): boolean => talkedAt(leg) !== null;
export const rang = (leg: Leg): boolean => firstAt(leg, RINGING) !== null;
export const inCall = (leg: Leg, callid: string): boolean => leg.calls.has(callid);

/** What the leg was in at a moment, as far as it is said. */
export function stateAt(leg: Leg | undefined, at: number): string | null {
  return leg?.statuses.findLast((m) => m.status !== WITH && m.at <= at)?.status ?? null;
}

/** Is there one event that names these two and nobody else? One with a BYE of both does not count. */
export const namedAlone = (a: Leg, b: Leg): boolean =>
  a.statuses.some((m) => m.people === 2 && hasStatus(b, m.event, (s) => s !== 'BYE' || m.status !== 'BYE'));

/** Is there one event that names both legs, in one of these states each, from a moment on? */
export function namedTogether(
  a: Leg | undefined,
  aStatuses: string[],
  b: Leg | undefined,
  bStatuses: string[],
  from = -Infinity,
): boolean {
  if (a === undefined || b === undefined) return false;
  if (a.statuses.length > b.statuses.length) return namedTogether(b, bStatuses, a, aStatuses, from);
  return a.statuses.some(
    (m) =>
      m.at >= from && aStatuses.includes(m.status) && hasStatus(b, m.event, (s) => bStatuses.includes(s)),
  );
}

/**
 * Is there one event in which the first is on hold, and the other two are named in a state other than BYE?
 */
export function onHoldFor(held: Leg, asking: Leg, asked: Leg): boolean {
  const there = (status: string) => status !== 'BYE';
  return held.statuses.some(
    (m) => m.status === 'HOLD' && hasStatus(asking, m.event, there) && hasStatus(asked, m.event, there),
  );
}

const hasStatus = (leg: Leg, event: KnownEvent, wanted: (status: string) => boolean): boolean =>
  leg.byEvent.get(event)?.some(wanted) ?? false;
