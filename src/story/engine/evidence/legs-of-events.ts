import type { StatusEvent } from '../../../transfer/event.js';
import { isTechnical, partyNumber, type Member } from '../../../transfer/member.js';
import { DISORDER_MS, type KnownEvent } from './evidence.js';
import { byeAt, channelSeq, legKey, partyOf, RINGING, talkedAt, TALKING, WITH, type Leg } from './leg.js';

const STATUSES = ['ALERT', 'RING', 'EARLYMEDIA', 'ANSWERED', 'ANSWER', 'HOLD', 'BYE'];
/** The same event so soon again can be a re-send as well as a second ring. */
const RESENT_WITHIN_MS = 60_000;
/**
 * A BYE so soon after the answer, or so soon before it, is that of another phone of the party, which has stopped
 * ringing.
 */
const ANOTHER_PHONE_MS = 1_000;
const SAME_MOMENT_MS = 50;
/** The BYE of the one who hands on comes with the transfer, on a connection of its own. */
const WITH_BYE_MS = 2_000;

/** A transfer of the call: when it came, and the one extension in it, who left by it; null where there are two. */
export interface HandOn {
  at: number;
  extension: string | null;
}

/**
 * Every leg that the status events show; one key stands for several legs where the same port or number came again. The
 * transfers of the call tell whether it can have.
 */
export function legsOfEvents(own: string, events: KnownEvent[], handOns: HandOn[]): Map<string, Leg[]> {
  const legs = new Map<string, Leg[]>();
  const isRepeated = repeats();
  for (const known of events) {
    const { event } = known;
    if (event.what !== 'status') continue;
    const repeated = isRepeated(known);
    const people = event.members.filter((member) => !isTechnical(member)).length;
    event.members.forEach((member, i) => {
      const status = statusOf(member, event, i);
      if (status === null || isTechnical(member)) return;
      const path = member.callpath?.trim() || null;
      const leg = legFor(legs, member, known, status, { own, repeated, handOns });
      if (leg === null) return;
      mark(leg, {
        status,
        at: +known.receivedAt,
        callid: event.callid,
        event: known,
        people,
        path,
        repeated,
      });
    });
  }
  return legs;
}

interface Repetition {
  /** The call's own id. */
  own: string;
  /** The same event came a moment before. */
  repeated: boolean;
  handOns: HandOn[];
}

/** Null where a repeated event may be a re-send, or say that the party came back. */
function legFor(
  legs: Map<string, Leg[]>,
  member: Member,
  { event, receivedAt }: KnownEvent,
  status: string,
  { own, repeated, handOns }: Repetition,
): Leg | null {
  const key = legKey(event.callid, member);
  const before = legs.get(key) ?? [];
  const last = before.at(-1);
  const at = +receivedAt;
  if (last !== undefined) {
    const handedOn = wasHandedOn(last, status, at, handOns);
    const isNew =
      (event.callid !== own && isElsewhere(last, status, event.callid)) ||
      isAnother(last, status, at, handedOn);
    if (last.seq !== null || !isNew) return last;
    if (repeated && !handedOn) {
      last.mayReturn ||= byeAt(last) !== null;
      return null;
    }
  }
  const leg = newLeg(key, member);
  legs.set(key, [...before, leg]);
  return leg;
}

/**
 * The leg ended by a transfer of the call, since when the party can have been called again. The BYE of the only
 * extension in it can be missing: it is left out as a re-send where the party's other phone had stopped a moment before.
 */
function wasHandedOn(last: Leg, status: string, at: number, handOns: HandOn[]): boolean {
  const over = byeAt(last);
  return handOns.some(
    (made) =>
      made.at <= at &&
      (over === null ? last.hasNoChannel && isLeftBehind(last, status, made) : made.at >= over - WITH_BYE_MS),
  );
}

/** The leg's party transferred the call itself; or its phone rang without an answer before, and rings again. */
function isLeftBehind(last: Leg, status: string, { at, extension }: HandOn): boolean {
  const talking = talkedAt(last);
  const rang = last.first.get('RING');
  if (talking === null) return status === 'RING' && rang !== undefined && at > rang + WITH_BYE_MS;
  return extension === last.number && at > talking + WITH_BYE_MS;
}

/** A port of this call that rings under another call id is a recall. */
const isElsewhere = (last: Leg, status: string, callid: string): boolean =>
  status === 'RING' && !last.calls.has(callid);

/**
 * Does the event begin another leg? The leg of a port or a number is over with its BYE, and a phone that talks is not
 * called again. A late event belongs to the leg before: that one has no such state yet, and ended a moment ago.
 */
function isAnother(last: Leg, status: string, at: number, handedOn: boolean): boolean {
  const over = byeAt(last);
  if (status === WITH) return over !== null && at - over > DISORDER_MS;
  if (status !== 'RING' && !TALKING.includes(status)) return false;
  const had = last.first.get(status);
  const since = talkedAt(last);
  if (over === null) {
    if (handedOn && (since === null || at - since > DISORDER_MS)) return true;
    if (status !== 'RING' || had === undefined || since === null) return false;
    return last.hasNoChannel ? at > since : at - since > DISORDER_MS;
  }
  // A caller's leg is ANSWERED, a called leg does ANSWER: one leg has only one of the two.
  if (TALKING.includes(status) && had === undefined && since !== null && since < over) return true;
  // A phone that answered long ago rings for another call.
  if (status === 'RING' && since !== null && at - since > DISORDER_MS) return true;
  // Events of one moment overtake each other.
  if (at - over <= SAME_MOMENT_MS && !(handedOn && status === 'RING' && had !== undefined)) return false;
  const isLate = at - over <= (last.hasNoChannel ? ANOTHER_PHONE_MS : DISORDER_MS);
  if (handedOn) return status === 'RING' || had !== undefined || !isLate;
  if (status !== 'RING' && isLate && had === undefined) return false;
  if (status === 'RING' && had === undefined && RINGING.every((each) => !last.first.has(each)))
    return at - over > DISORDER_MS;
  return true;
}

/** Was this event, word for word, there a moment before? */
function repeats(): (known: KnownEvent) => boolean {
  const last = new Map<string, number>();
  return ({ event, receivedAt }) => {
    if (event.what === 'record') return false;
    const words = JSON.stringify([event.callid, event.name, event.members]);
    const before = last.get(words);
    last.set(words, +receivedAt);
    return before !== undefined && +receivedAt - before <= RESENT_WITHIN_MS;
  };
}

function newLeg(key: string, member: Member): Leg {
  return {
    key,
    kind: member.kind,
    number: partyNumber(member),
    party: partyOf(member),
    seq: channelSeq(member),
    hasNoChannel: !member.channelid,
    path: null,
    mayReturn: false,
    statuses: [],
    byEvent: new Map(),
    first: new Map(),
    calls: new Set(),
  };
}

function mark(leg: Leg, one: Leg['statuses'][number]): void {
  const answered = leg.seq === null ? talkedAt(leg) : null;
  if (one.status === 'BYE' && answered !== null && one.at - answered < ANOTHER_PHONE_MS)
    one = { ...one, status: WITH };
  if (leg.seq === null && answered === null && TALKING.includes(one.status)) leg.first.delete('BYE');
  leg.statuses.push(one);
  // Later it can be the path of a call that the party makes itself.
  if (talkedAt(leg) === null) leg.path ??= one.path;
  const statuses = leg.byEvent.get(one.event);
  if (statuses === undefined) leg.byEvent.set(one.event, [one.status]);
  else statuses.push(one.status);
  if (!leg.first.has(one.status)) leg.first.set(one.status, one.at);
  leg.calls.add(one.callid);
}

/**
 * Where the event's own name is a state, as in v1, it is the state of the first member; the others are the parties at
 * the other end. In all other dialects each member carries its own state: nothing is said of a member without one.
 */
function statusOf(member: Member, { name }: StatusEvent, place: number): string | null {
  const state = STATUSES.find((each) => each === name.trim().toUpperCase());
  if (state !== undefined && place > 0) return WITH;
  const status = member.memberstatus?.toUpperCase() ?? state;
  return STATUSES.find((each) => each === status) ?? null;
}
