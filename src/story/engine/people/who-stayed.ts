import { partyNumber, type Member } from '../../../transfer/member.js';
import { consultations } from '../destination/consultation.js';
import { DISORDER_MS } from '../evidence/evidence.js';
import type { Call, PlacedRecord, TransferInCall } from '../evidence/call-model.js';
import {
  began,
  byeAt,
  namedAlone,
  namedTogether,
  onHoldFor,
  RINGING,
  talkedAt,
  THERE,
  WITH,
  type Leg,
} from '../evidence/leg.js';
import { endOf, isSameLeg, RECORD_ROUNDING_MS, taker, takerParty } from '../evidence/records.js';

/** Which of two extensions stayed with the call; each rule rests on evidence of its own. */
export type Stayed = 0 | 1;

/** A record is dated to the second. */
const RECORD_SECOND_MS = 1_000;

/** The transferor leaves with the event; a BYE so near to it is part of it. */
const WITH_EVENT_MS = 2_000;

/**
 * The BYE of the transferor comes with the transfer while the other party is still there, or when the target answers.
 * The BYE of the other party comes when the call ends.
 */
export function byLeaving(transfer: TransferInCall, a: Leg, b: Leg, target: Leg | null): Stayed | null {
  const [byeA, byeB] = [byeAt(a), byeAt(b)];
  const leaves = (bye: number | null) => bye !== null && isWithTransfer(bye, transfer, target);
  const stays = (leg: Leg, since: number) =>
    leg.statuses.some(({ at, status, repeated }) => at > since && !repeated && THERE.includes(status));
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
  if (bye < transfer.at - DISORDER_MS) return false;
  return (
    bye <= transfer.at + WITH_EVENT_MS ||
    (answered !== null && bye >= answered && bye <= answered + WITH_EVENT_MS)
  );
}

/**
 * A party that an event names alone with the target is connected with it. That holds for a transferor who consulted,
 * too: he is the one that was named when the target's phone rang.
 */
export function byCompany(
  transfer: TransferInCall,
  a: Leg | undefined,
  b: Leg | undefined,
  target: Leg,
): Stayed | null {
  const [withA, withB] = [a && namedAlone(a, target), b && namedAlone(b, target)];
  if (!withA && !withB) return null;
  // One that is named with it before the transfer alone has consulted.
  if (!withB) return isWithSince(a!, target, transfer.latest) ? 0 : null;
  if (!withA) return isWithSince(b!, target, transfer.latest) ? 1 : null;
  const asked = [a, b].map((leg) => namedTogether(leg, [...RINGING, WITH], target, RINGING));
  return asked[0] === asked[1] ? null : asked[0] ? 1 : 0;
}

const isWithSince = (leg: Leg, target: Leg, since: number): boolean =>
  began(target) >= since - DISORDER_MS / 10 || namedTogether(leg, THERE, target, THERE, since);

/** The one that was on hold while the other was with the target is the transferee. */
export function byHold(a: Leg, b: Leg, target: Leg): Stayed | null {
  const held = [onHoldFor(a, b, target), onHoldFor(b, a, target)];
  return held[0] === held[1] ? null : held[0] ? 0 : 1;
}

/** A record from the one that stayed to the target; a consultation leaves one from the transferor too, begun earlier. */
export function byRecords(
  transfer: TransferInCall,
  either: [Member, Member],
  target: string | null,
  call: Call,
): Stayed | null {
  const [a, b] = either.map((member) =>
    lastToEnd(
      call.own.records.filter(
        (record) =>
          record.from === partyNumber(member) &&
          !isOfTalk(record, transfer, call) &&
          (endOf(record) ?? Infinity) >= transfer.latest - RECORD_ROUNDING_MS &&
          (record.start ?? -Infinity) <= transfer.latest + RECORD_ROUNDING_MS &&
          (target === null
            ? !transfer.numbers.has(taker(record))
            : taker(record) === target || record.to === target),
      ),
    ),
  );
  if (a && b) {
    const [endA, endB] = [endOf(a), endOf(b)];
    // That of a consultation ends with the transfer, whichever of the two began first.
    if (endA !== null && endB !== null && Math.abs(endA - endB) > RECORD_SECOND_MS)
      return endA > endB ? 0 : 1;
    if (a.start === null || b.start === null || a.start === b.start) return null;
    return a.start > b.start ? 0 : 1;
  }
  const only = a ?? b;
  if (only === undefined || only.start === null) return null;
  // What began before the transfer was a consultation, by either of them; what began later need not be this transfer's.
  if (Math.abs(only.start - transfer.latest) > RECORD_ROUNDING_MS) return null;
  if (target === null && (transfer.next !== null || transfer.previous !== null)) return null;
  return a ? 0 : 1;
}

/** A party can have more than one: the others were over before. */
const lastToEnd = (records: PlacedRecord[]): PlacedRecord | undefined =>
  records.toSorted((one, other) => (endOf(other) ?? Number.MAX_VALUE) - (endOf(one) ?? Number.MAX_VALUE))[0];

/** The two had talked by a queue, which has a record beside that of the agent. */
const isOfTalk = (record: PlacedRecord, transfer: TransferInCall, call: Call): boolean =>
  call.own.records.some((other) => isSameLeg(other, record) && transfer.parties.has(takerParty(other)));

/** The one that called the target shortly before, under another call id, transferred; the other stayed. */
export function byConsulting(
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
