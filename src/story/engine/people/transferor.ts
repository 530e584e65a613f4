import { partyNumber, type Member } from '../../../transfer/member.js';
import { consultations } from '../destination/consultation.js';
import { dialled, type Destination } from '../destination/destination.js';
import type { Call } from '../evidence/call.js';
import {
  byeAt,
  legKey,
  namedAlone,
  namedTogether,
  onHoldFor,
  RINGING,
  talkedAt,
  THERE,
  WITH,
  type Leg,
} from '../evidence/leg.js';
import { RECORD_ROUNDING_MS, taker } from '../evidence/records.js';
import type { TransferInCall } from '../evidence/transfers-in-call.js';
import type { Roles } from './roles.js';

export interface ResolvedTransferor {
  transferor: string | null;
  transferee: Member | null;
  /** Not merely inferred from the order of the members. */
  certain: boolean;
  byStory: boolean;
}

/** The transferor leaves with the event; a BYE so near to it is part of it. */
const WITH_EVENT_MS = 2_000;

export function resolveTransferor(
  transfer: TransferInCall,
  roles: Roles,
  destination: Destination,
  call: Call,
): ResolvedTransferor {
  const { ext, basis } = transfer.transfer.transferor;
  if (roles.either === null) {
    const { transferor, transferee } = roles;
    const inferred = basis === 'called-extension' && roles.alone;
    const byStory = transferor !== null && (ext === null || transferor !== ext);
    return { transferor, transferee, certain: transferor !== null && !inferred, byStory };
  }
  const stayed = memberThatStayed(transfer, roles.either, destination, call);
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
  return { transferor: partyNumber(left), transferee: stayed, certain: true, byStory: true };
}

/**
 * Of two extensions, the one that stayed with the call; the other transferred it. Null where the events do not say, or
 * contradict each other.
 */
function memberThatStayed(
  transfer: TransferInCall,
  either: [Member, Member],
  destination: Destination,
  call: Call,
): Member | null {
  const byNext = stayedForNext(transfer, either);
  if (byNext !== null) return byNext;
  const [a, b] = either.map((member) => transfer.legs.get(member));
  const target = destination.answer ?? destination.attempts[0]?.legs[0] ?? null;
  const number = dialled(destination)[0]?.number ?? null;
  const votes = [
    a && b && byLeaving(transfer, a, b, target),
    target && a && b && byHold(a, b, target),
    target && byCompany(a, b, target),
    byRecords(transfer, either, number, call),
    byConsulting(transfer, either, number, call),
  ].filter((vote) => vote != null);
  if (votes.length === 0 || votes.some((vote) => vote !== votes[0])) return null;
  return either[votes[0]!];
}

/** A rule says which of the two stayed. */
type Stayed = 0 | 1;

/** Who is in the next transfer of the call did not leave in this one. */
function stayedForNext({ transfer, next }: TransferInCall, either: [Member, Member]): Member | null {
  const stayed = either.filter((member) => next?.keys.has(legKey(transfer.callid, member)));
  return stayed.length === 1 ? stayed[0]! : null;
}

/**
 * The transferor's BYE comes with the transfer, while the other is still there, or when the target answers; the other's
 * when the call ends.
 */
function byLeaving(transfer: TransferInCall, a: Leg, b: Leg, target: Leg | null): Stayed | null {
  const [byeA, byeB] = [byeAt(a), byeAt(b)];
  const leaves = (bye: number | null) => bye !== null && isWithTransfer(bye, transfer, target);
  const stays = (leg: Leg, since: number) =>
    leg.marks.some(({ at, status, repeated }) => at > since && !repeated && THERE.includes(status));
  const outlasts = (bye: number | null, other: Leg, since: number) =>
    (bye !== null && bye - since > WITH_EVENT_MS) || stays(other, since);
  const [leftA, leftB] = [leaves(byeA) && outlasts(byeB, b, byeA!), leaves(byeB) && outlasts(byeA, a, byeB!)];
  const together = [
    leaves(byeA) && namedTogether(a, ['BYE'], b, THERE),
    leaves(byeB) && namedTogether(b, ['BYE'], a, THERE),
  ];
  if (together[0] !== together[1]) return together[0] ? 1 : 0;
  return leftA === leftB ? null : leftA ? 1 : 0;
}

function isWithTransfer(bye: number, transfer: TransferInCall, target: Leg | null): boolean {
  const answered = talkedAt(target ?? undefined);
  return (
    bye <= transfer.at + WITH_EVENT_MS ||
    (answered !== null && bye >= answered && bye <= answered + WITH_EVENT_MS)
  );
}

/**
 * Who is named alone with the target is with it. The transferor is too, when it asked first: then it is the one that was
 * named when the target's phone rang.
 */
function byCompany(a: Leg | undefined, b: Leg | undefined, target: Leg): Stayed | null {
  const [withA, withB] = [a && namedAlone(a, target), b && namedAlone(b, target)];
  if (!withA && !withB) return null;
  if (!withB) return 0;
  if (!withA) return 1;
  const asked = [a, b].map((leg) => namedTogether(leg, [...RINGING, WITH], target, RINGING));
  return asked[0] === asked[1] ? null : asked[0] ? 1 : 0;
}

/** Who was on hold while the other and the target were there was handed on. */
function byHold(a: Leg, b: Leg, target: Leg): Stayed | null {
  const held = [onHoldFor(a, b, target), onHoldFor(b, a, target)];
  return held[0] === held[1] ? null : held[0] ? 0 : 1;
}

/** A record from the one that stayed to the target; a consultation leaves one from the transferor too, begun earlier. */
function byRecords(
  transfer: TransferInCall,
  either: [Member, Member],
  target: string | null,
  call: Call,
): Stayed | null {
  const [a, b] = either.map((member) =>
    call.own.records.find(
      (record) =>
        record.from === partyNumber(member) &&
        (target === null
          ? !transfer.numbers.has(taker(record))
          : taker(record) === target || record.to === target),
    ),
  );
  if (a && b) {
    if (a.start === null || b.start === null || a.start === b.start) return null;
    return a.start > b.start ? 0 : 1;
  }
  const only = a ?? b;
  if (only === undefined || only.start === null) return null;
  // What began before the transfer was a question, by either of them; what began later need not be this transfer's.
  if (Math.abs(only.start - transfer.latest) > RECORD_ROUNDING_MS) return null;
  if (target === null && (transfer.next !== null || transfer.previous !== null)) return null;
  return a ? 0 : 1;
}

/** Who called the target shortly before, under another id, transferred; the other stayed. */
function byConsulting(
  transfer: TransferInCall,
  either: [Member, Member],
  target: string | null,
  call: Call,
): Stayed | null {
  const asked = either.map((member) =>
    consultations(transfer, partyNumber(member), call).some((made) =>
      target === null ? made.merged : made.joined && made.number === target,
    ),
  );
  return asked[0] === asked[1] ? null : asked[0] ? 1 : 0;
}
