import type { StatusEvent } from '../transfer/event.js';
import { isTechnical, partyNumber, type Member } from '../transfer/member.js';
import type { KnownEvent } from './evidence.js';

/** One moment of a leg, as a status event told it. */
export interface Mark {
  /** ALERT and ANSWERED say what a caller hears, RING and ANSWER what a called party does; then HOLD and BYE; or WITH. */
  status: string;
  at: number;
  callid: string;
  /** The event it was told in, and so the legs told with it. */
  event: KnownEvent;
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
  marks: Mark[];
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
    event.members.forEach((member, i) => {
      const status = statusOf(member, event, i);
      if (status === null || isTechnical(member)) return;
      const key = legKey(event.callid, member);
      const leg = legs.get(key) ?? newLeg(key, member);
      legs.set(key, leg);
      leg.path ??= member.callpath?.trim() || null;
      leg.marks.push({
        status,
        at: +known.receivedAt,
        callid: event.callid,
        event: known,
      });
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
  };
}

/** v1 tells one status by the event's name, of the party named first; who else is named was merely at the other end. */
function statusOf(member: Member, { dialect, name }: StatusEvent, place: number): string | null {
  const many = dialect === 'v2' || dialect === 'p-series';
  if (!many && place > 0) return WITH;
  const status = (member.memberstatus ?? name).toUpperCase();
  return RANK.includes(status) ? status : null;
}

/** When the leg was first told to be in one of these states. */
export function firstAt(leg: Leg | undefined, statuses: string[], callid?: string): number | null {
  const mark = leg?.marks.find(
    (m) => statuses.includes(m.status) && (callid === undefined || m.callid === callid),
  );
  return mark?.at ?? null;
}

export const began = (leg: Leg): number => leg.marks[0]!.at;
export const byeAt = (leg: Leg | undefined): number | null => firstAt(leg, ['BYE']);
export const talked = (leg: Leg | undefined): boolean => firstAt(leg, TALKING) !== null;
export const inCall = (leg: Leg, callid: string): boolean => leg.marks.some((m) => m.callid === callid);

/** Was there one event that told these two and nobody else? */
export function toldAlone(a: Leg, b: Leg): boolean {
  return a.marks.some((m) => peopleIn(m.event) === 2 && b.marks.some((n) => n.event === m.event));
}

const peopleIn = ({ event }: KnownEvent): number =>
  event.what === 'status' ? event.members.filter((member) => !isTechnical(member)).length : 0;

/** Was there one event that told both legs, in one of these states each? */
export function toldTogether(a: Leg, aStatuses: string[], b: Leg, bStatuses: string[]): boolean {
  return a.marks.some(
    (m) =>
      aStatuses.includes(m.status) &&
      b.marks.some((n) => n.event === m.event && bStatuses.includes(n.status)),
  );
}

/** Was there one event in which the first was on hold while the second talked, and the third rang or talked? */
export function onHoldFor(held: Leg, asking: Leg, asked: Leg): boolean {
  return held.marks.some(
    (m) =>
      m.status === 'HOLD' &&
      asking.marks.some((n) => n.event === m.event && n.status !== 'BYE') &&
      asked.marks.some((n) => n.event === m.event && n.status !== 'BYE'),
  );
}
