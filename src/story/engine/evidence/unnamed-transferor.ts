import { partyNumber, type Member } from '../../../transfer/member.js';
import type { LegAt, Part, PlacedRecord } from './call-model.js';
import { DISORDER_MS, type KnownTransfer } from './evidence.js';
import { began, byeAt, namedTogether, partyOf, rang, talkedAt, TALKING, WITH, type Leg } from './leg.js';
import { endOf, taker } from './records.js';

/**
 * v1.0.0 often names the outside party of a transfer alone, as it does a forwarded caller. Where an extension had
 * answered, it was no forwarding: that extension was in the call and transferred it. Behind a queue or a menu it is
 * another one than the number that was called.
 */
export function unnamedTransferor(
  { members, transferor, receivedAt, isForwardWhenAlone }: KnownTransfer,
  own: Part,
  legAt: LegAt,
  others: KnownTransfer[],
): Member[] {
  const [caller] = members;
  if (isForwardWhenAlone === true || transferor.basis !== 'called-extension' || caller === undefined)
    return [];
  const at = +receivedAt;
  const callerLeg = legAt(caller, at);
  const there = own.legs.filter(
    (leg) =>
      leg.kind === 'ext' &&
      began(leg) < at &&
      isThere(leg, at) &&
      answered(leg, callerLeg, at) &&
      !others.some((other) => leftBy(leg, other)),
  );
  const leaving = there.filter((leg) => Math.abs((byeAt(leg) ?? Infinity) - at) <= ONE_ACT_MS);
  // A party that is not seen to have answered leaves with the event: it came to the call in another way.
  const isOfAnother = (leg: Leg) =>
    leg.kind === 'ext' &&
    !there.includes(leg) &&
    Math.abs((byeAt(leg) ?? Infinity) - at) <= WITH_BYE_MS &&
    !rang(leg);
  // Or it stops ringing then: the event can be its forward.
  const isForwarding = (leg: Leg) =>
    leg.kind === 'ext' &&
    rang(leg) &&
    talkedAt(leg) === null &&
    Math.abs((byeAt(leg) ?? Infinity) - at) <= WITH_BYE_MS;
  if (leaving.length === 0 && own.legs.some((leg) => isOfAnother(leg) || isForwarding(leg))) return [];
  const found = leaving.length > 0 ? leaving : there;
  const numbers = new Set(found.map(({ number }) => number));
  if (numbers.size === 1) return [memberOf(found[0]!)];
  return numbers.size > 1 ? [] : byRecord(caller, transferor.ext, own, at);
}

/** A queue and its agent have a record each: the transferor is the agent. */
function byRecord(caller: Member, called: string | null, own: Part, at: number): Member[] {
  const ended = own.records.filter(
    (record) => record.from === partyNumber(caller) && record.status === 'answered' && endsAt(record, at),
  );
  const isQueue = (record: PlacedRecord) =>
    taker(record) === called && ended.some((other) => taker(other) !== called && isOverWith(other, record));
  // A record of no length that begins then is of an extension that forwards at once: the event can be that forward.
  const isForward = own.records.some(
    (record) =>
      record.start !== null &&
      record.status !== 'answered' &&
      record.callSeconds === 0 &&
      Math.abs(record.start - at) <= RECORD_MS,
  );
  const people = ended.filter((record) => !isQueue(record));
  const [number, another] = new Set(people.map(taker));
  const isPerson = people.some((record) => record.answeredBy !== null || record.to === called);
  if (isForward || !isPerson) return [];
  return number === undefined || another !== undefined ? [] : [{ kind: 'ext', number }];
}

/** The event can be late: a party that left shortly before it can have left by it. */
const isThere = (leg: Leg, at: number): boolean => (byeAt(leg) ?? Infinity) >= at - DISORDER_MS;

/** It left by another transfer, which names it. */
function leftBy(leg: Leg, { members, receivedAt }: KnownTransfer): boolean {
  const bye = byeAt(leg);
  const exts = members.filter(({ kind }) => kind === 'ext');
  if (members.length < 2 || !exts.some((member) => partyOf(member) === leg.party)) return false;
  // The BYE of the only extension can look like the BYE of its other phone, and be left out as a re-send.
  if (bye === null) return exts.length === 1 && (talkedAt(leg) ?? Infinity) < +receivedAt;
  return Math.abs(bye - +receivedAt) <= ONE_ACT_MS;
}

const ONE_ACT_MS = 1_000;
const WITH_BYE_MS = 100;
const RECORD_MS = 5_000;

/** The record of the talk that the transfer ended, ends with the transfer. */
const endsAt = (record: PlacedRecord, at: number): boolean =>
  Math.abs((endOf(record) ?? at) - at) <= RECORD_MS && (record.start ?? -Infinity) < at - RECORD_MS / 2;

/** By its own event, or by that of the caller, which names it. */
function answered(leg: Leg, caller: Leg | undefined, at: number): boolean {
  return (talkedAt(leg) ?? Infinity) < at || namedTogether(caller, TALKING, leg, [WITH]);
}

const isOverWith = (a: PlacedRecord, b: PlacedRecord): boolean =>
  Math.abs((endOf(a) ?? Infinity) - (endOf(b) ?? -Infinity)) <= ONE_ACT_MS;

function memberOf(leg: Leg): Member {
  return { kind: 'ext', number: leg.number, ...(leg.seq !== null && { channelid: leg.key }) };
}
