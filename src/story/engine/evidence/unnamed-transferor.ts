import type { Member } from '../../../transfer/member.js';
import type { LegAt, Part, PlacedRecord } from './call-model.js';
import { DISORDER_MS, type KnownTransfer } from './evidence.js';
import { began, byeAt, namedTogether, partyOf, talkedAt, TALKING, WITH, type Leg } from './leg.js';
import { endOf, taker } from './records.js';

/**
 * v1.0.0 often names the outside party of a transfer alone, as it does a forwarded caller. Where an extension had
 * answered, it was no forwarding: that extension was in the call and transferred it. Behind a queue or a menu it is
 * another one than the number that was called.
 */
export function unnamedTransferor(
  { members, transferor, receivedAt }: KnownTransfer,
  own: Part,
  legAt: LegAt,
  others: KnownTransfer[],
): Member[] {
  const [caller] = members;
  if (transferor.basis !== 'called-extension' || caller === undefined) return [];
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
  const numbers = new Set(there.map(({ number }) => number));
  if (numbers.size === 1) return [memberOf(there[0]!)];
  if (numbers.size > 1) return [];
  const taken = own.records.filter(
    (record) => record.status === 'answered' && record.to === transferor.ext && endsAt(record, at),
  );
  const number = taken.map(taker)[0];
  return number === undefined || new Set(taken.map(taker)).size > 1 ? [] : [{ kind: 'ext', number }];
}

/** The event can be late: who left shortly before it may have left by it. */
const isThere = (leg: Leg, at: number): boolean => (byeAt(leg) ?? Infinity) >= at - DISORDER_MS;

/** Another transfer, which names it, is why it left. */
function leftBy(leg: Leg, { members, receivedAt }: KnownTransfer): boolean {
  const bye = byeAt(leg);
  const named = members.length > 1 && members.some((member) => partyOf(member) === leg.party);
  return named && bye !== null && Math.abs(bye - +receivedAt) <= ONE_ACT_MS;
}

const ONE_ACT_MS = 1_000;
const RECORD_MS = 5_000;

/** The talk that the transfer ended has a record that ends with it. */
const endsAt = (record: PlacedRecord, at: number): boolean =>
  Math.abs((endOf(record) ?? at) - at) <= RECORD_MS;

/** By its own event, or by that of the caller, which names it. */
function answered(leg: Leg, caller: Leg | undefined, at: number): boolean {
  return (talkedAt(leg) ?? Infinity) < at || namedTogether(caller, TALKING, leg, [WITH]);
}

function memberOf(leg: Leg): Member {
  return { kind: 'ext', number: leg.number, ...(leg.seq !== null && { channelid: leg.key }) };
}
