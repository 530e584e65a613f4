import type { StatusEvent } from '../../../transfer/event.js';
import { isTechnical, partyNumber, type Member } from '../../../transfer/member.js';
import type { KnownEvent } from './evidence.js';

/** One moment of a leg, as a status event told it. */
export interface Mark {
  /** ALERT and ANSWERED say what a caller hears, RING and ANSWER what a called party does; then HOLD and BYE; or WITH. */
  status: string;
  at: number;
  callid: string;
  /** The event it was told in, and so the legs told with it. */
  event: KnownEvent;
  /** How many people that event told. */
  people: number;
}

/** One party's part in the calls: a channel, or where the dialect names no channels, a number in one call. */
export interface Leg {
  key: string;
  kind: Member['kind'];
  number: string;
  /** The channel's place among all the PBX's channels: content, not arrival, says which came first. */
  seq: number | null;
  /** The queue or ring group that the leg was reached through. */
  path: string | null;
  /** In the order of arrival. */
  marks: Mark[];
  /** The same marks, by the event that told them: whether two legs were told together is no search. */
  told: Map<KnownEvent, string[]>;
  /** When it was first in each status, and the calls that it was told in. */
  first: Map<string, number>;
  calls: Set<string>;
}

const RANK = ['ALERT', 'RING', 'EARLYMEDIA', 'ANSWERED', 'ANSWER', 'HOLD', 'BYE'];
export const WITH = 'WITH';
export const RINGING = ['RING', 'ALERT', 'EARLYMEDIA'];
export const TALKING = ['ANSWER', 'ANSWERED'];

export function legKey(callid: string, member: Member): string {
  if (member.channelid) return member.channelid;
  return `${callid} ${member.kind === 'ext' ? 'ext' : 'outside'} ${partyNumber(member)}`;
}

/** Channel suffixes are hex digits that count up: `PJSIP/1020-0000002c`. */
export function channelSeq(member: Member): number | null {
  const digits = /-([0-9a-f]{8})(?:;\d)?$/i.exec(member.channelid ?? '')?.[1];
  return digits === undefined ? null : parseInt(digits, 16);
}

export function legsOf(events: KnownEvent[]): Leg[] {
  const legs = new Map<string, Leg>();
  for (const known of events) {
    const { event } = known;
    if (event.what !== 'status') continue;
    const people = event.members.filter((member) => !isTechnical(member)).length;
    event.members.forEach((member, i) => {
      const status = statusOf(member, event, i);
      if (status === null || isTechnical(member)) return;
      const key = legKey(event.callid, member);
      const leg = legs.get(key) ?? newLeg(key, member);
      legs.set(key, leg);
      leg.path ??= member.callpath?.trim() || null;
      mark(leg, { status, at: +known.receivedAt, callid: event.callid, event: known, people });
    });
  }
  return [...legs.values()];
}

function newLeg(key: string, member: Member): Leg {
  return {
    key,
    kind: member.kind,
    number: partyNumber(member),
    seq: channelSeq(member),
    path: null,
    marks: [],
    told: new Map(),
    first: new Map(),
    calls: new Set(),
  };
}

function mark(leg: Leg, one: Mark): void {
  leg.marks.push(one);
  const statuses = leg.told.get(one.event);
  if (statuses === undefined) leg.told.set(one.event, [one.status]);
  else statuses.push(one.status);
  if (!leg.first.has(one.status)) leg.first.set(one.status, one.at);
  leg.calls.add(one.callid);
}

/**
 * Where the event's own name is a state, as in v1, it is the state of the party named first; the others are at the other
 * end. Everywhere else each member carries its own state: a member without one is there, and nothing is said of it.
 */
function statusOf(member: Member, { name }: StatusEvent, place: number): string | null {
  const state = RANK.find((each) => each === name.trim().toUpperCase());
  if (state !== undefined && place > 0) return WITH;
  const status = member.memberstatus?.toUpperCase() ?? state;
  return RANK.find((each) => each === status) ?? null;
}

/** When the leg was first told to be in one of these states. */
export function firstAt(leg: Leg | undefined, statuses: string[]): number | null {
  if (leg === undefined) return null;
  const first = Math.min(...statuses.map((status) => leg.first.get(status) ?? Infinity));
  return first === Infinity ? null : first;
}

/** The same, in one of the calls that it was told in. */
export function firstInCall(leg: Leg, statuses: string[], callid: string): number | null {
  return leg.marks.find((m) => statuses.includes(m.status) && m.callid === callid)?.at ?? null;
}

export const began = (leg: Leg): number => leg.marks[0]!.at;
export const byeAt = (leg: Leg | undefined): number | null => leg?.first.get('BYE') ?? null;
export const talked = (leg: Leg | undefined): boolean => firstAt(leg, TALKING) !== null;
export const inCall = (leg: Leg, callid: string): boolean => leg.calls.has(callid);

/** Was there one event that told these two and nobody else? */
export const toldAlone = (a: Leg, b: Leg): boolean =>
  a.marks.some((m) => m.people === 2 && b.told.has(m.event));

/** Was there one event that told both legs, in one of these states each? */
export function toldTogether(a: Leg, aStatuses: string[], b: Leg, bStatuses: string[]): boolean {
  if (a.marks.length > b.marks.length) return toldTogether(b, bStatuses, a, aStatuses);
  return a.marks.some((m) => aStatuses.includes(m.status) && was(b, m.event, (s) => bStatuses.includes(s)));
}

/** Was there one event in which the first was on hold while the second talked, and the third rang or talked? */
export function onHoldFor(held: Leg, asking: Leg, asked: Leg): boolean {
  const there = (status: string) => status !== 'BYE';
  return held.marks.some(
    (m) => m.status === 'HOLD' && was(asking, m.event, there) && was(asked, m.event, there),
  );
}

const was = (leg: Leg, event: KnownEvent, wanted: (status: string) => boolean): boolean =>
  leg.told.get(event)?.some(wanted) ?? false;
