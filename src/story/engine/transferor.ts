import { partyNumber, type Member } from '../../transfer/member.js';
import type { Call } from './evidence/call.js';
import { DISORDER_MS } from './evidence/evidence.js';
import type { TransferInCall } from './evidence/transfers-in-call.js';
import {
  byeAt,
  legKey,
  onHoldFor,
  RINGING,
  toldAlone,
  toldTogether,
  WITH,
  type Leg,
} from './evidence/legs.js';
import type { Roles } from './roles.js';
import { consultations } from './consultation.js';
import type { Destination } from './destination-legs.js';
import { taker } from './evidence/records.js';

export interface ResolvedTransferor {
  transferor: string | null;
  transferee: Member | null;
  /** Not merely inferred from the order of the members. */
  certain: boolean;
  byStory: boolean;
}

export function resolveTransferor(
  hop: TransferInCall,
  roles: Roles,
  destination: Destination,
  call: Call,
): ResolvedTransferor {
  const { ext, basis } = hop.transfer.transferor;
  if (roles.either === null) {
    const byStory = ext === null && roles.transferor !== null;
    return {
      transferor: roles.transferor,
      transferee: roles.transferee,
      certain: roles.transferor !== null,
      byStory,
    };
  }
  const stayed = memberThatStayed(hop, roles.either, destination, call);
  if (stayed === null) {
    const transferee = roles.either.find((member) => partyNumber(member) !== ext) ?? null;
    return {
      transferor: ext,
      transferee: ext === null ? null : transferee,
      certain: basis === 'story',
      byStory: false,
    };
  }
  const left = roles.either[0] === stayed ? roles.either[1] : roles.either[0];
  return {
    transferor: partyNumber(left),
    transferee: stayed,
    certain: true,
    byStory: true,
  };
}

/**
 * Of two extensions, the one that stayed with the call; the other transferred it. Null where the events do not say, or
 * contradict each other.
 */
function memberThatStayed(
  hop: TransferInCall,
  either: [Member, Member],
  destination: Destination,
  call: Call,
): Member | null {
  const byNext = stayedForNext(hop, either);
  if (byNext !== null) return byNext;
  const votes = [
    byLeaving(either, call),
    destination.leg && byHold(either, destination.leg, call),
    destination.leg && byCompany(either, destination.leg, call),
    byRecords(hop, either, destination.number, call),
    byConsulting(hop, either, destination.number, call),
  ].filter((vote) => vote !== null);
  return votes.length > 0 && votes.every((vote) => vote === votes[0]) ? votes[0]! : null;
}

const legOf = (member: Member, call: Call): Leg | undefined => call.leg.get(legKey(call.callid, member));

/** Who is in the next transfer of the call did not leave in this one. */
function stayedForNext(hop: TransferInCall, either: [Member, Member]): Member | null {
  const stayed = either.filter((member) => hop.next?.keys.has(legKey(hop.transfer.callid, member)));
  return stayed.length === 1 ? stayed[0]! : null;
}

/** The transferor's BYE comes with the transfer, while the other is still there; the other's when the call ends. */
function byLeaving(either: [Member, Member], call: Call): Member | null {
  const [a, b] = either.map((member) => legOf(member, call));
  if (a === undefined || b === undefined) return null;
  const first = [toldTogether(a, ['BYE'], b, THERE), toldTogether(b, ['BYE'], a, THERE)];
  if (first[0] !== first[1]) return first[0] ? either[1] : either[0];
  const [byeA, byeB] = [byeAt(a), byeAt(b)];
  if (byeA === null || byeB === null || Math.abs(byeA - byeB) <= DISORDER_MS) return null;
  return byeA > byeB ? either[0] : either[1];
}
const THERE = ['ALERT', 'RING', 'ANSWER', 'ANSWERED', 'HOLD', WITH];

/**
 * Who is told alone with the target is with it. The transferor is too, when it asked first: then it is the one that was
 * named when the target's phone rang.
 */
function byCompany(either: [Member, Member], target: Leg, call: Call): Member | null {
  const [a, b] = either.map((member) => legOf(member, call));
  const [withA, withB] = [a && toldAlone(a, target), b && toldAlone(b, target)];
  if (!withA && !withB) return null;
  if (!withB) return either[0];
  if (!withA) return either[1];
  const asked = [a, b].map((leg) => toldTogether(leg!, [...RINGING, WITH], target, RINGING));
  if (asked[0] === asked[1]) return null;
  return asked[0] ? either[1] : either[0];
}

/** Who was on hold while the other and the target were there was handed on. */
function byHold(either: [Member, Member], target: Leg, call: Call): Member | null {
  const [a, b] = either.map((member) => legOf(member, call));
  if (a === undefined || b === undefined) return null;
  const held = [onHoldFor(a, b, target), onHoldFor(b, a, target)];
  if (held[0] === held[1]) return null;
  return held[0] ? either[0] : either[1];
}

/** A record from the one that stayed to the target; a consultation leaves one from the transferor too, begun earlier. */
function byRecords(
  hop: TransferInCall,
  either: [Member, Member],
  target: string | null,
  call: Call,
): Member | null {
  const [a, b] = either.map((member) =>
    call.own.records.find(
      (record) =>
        record.from === partyNumber(member) &&
        (target === null
          ? !hop.numbers.has(taker(record))
          : taker(record) === target || record.to === target),
    ),
  );
  if (a && b) {
    if (a.start === null || b.start === null || a.start === b.start) return null;
    return a.start > b.start ? either[0] : either[1];
  }
  const only = a ?? b;
  if (only === undefined || only.start === null || Math.abs(only.start - hop.at) > DISORDER_MS) return null;
  // In a chain a record can belong to another hop.
  if (target === null && (hop.next !== null || hop.previous !== null)) return null;
  return a ? either[0] : either[1];
}

/** Who called the target shortly before, under another id, transferred; the other stayed. */
function byConsulting(
  hop: TransferInCall,
  either: [Member, Member],
  target: string | null,
  call: Call,
): Member | null {
  const asked = either.map((member) =>
    consultations(hop, partyNumber(member), call).some((made) =>
      target === null ? made.merged : made.number === target,
    ),
  );
  if (asked[0] === asked[1]) return null;
  return asked[0] ? either[1] : either[0];
}
