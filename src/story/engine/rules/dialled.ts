import type { Failure, Recorded } from '../ending/ending.js';
import { partyNumber, type Member } from '../../../transfer/member.js';
import type { Target } from '../../../transfer/transfer.js';
import { claim, type Claim } from '../claim.js';
import { firstCalled } from '../destination/destination.js';
import { type Destination } from '../destination/destination-model.js';
import type { Call, PlacedRecord, TransferInCall } from '../evidence/call-model.js';
import { began, byeAt, rang, talked, type Leg } from '../evidence/leg.js';
import type { Attempt } from '../destination/attempts.js';
import { CONTINUED_WITHIN_MS } from '../evidence/related.js';
import { isSameNumber } from '../evidence/same-number.js';
import { targetKindOf } from './target-kind.js';
import { wasOverAtOnce } from './records-of-consultation.js';
import { pathOfWaiting, rangAtOnce } from './waiting.js';

/** What was dialled, which need not be who took the call. */
export type Dialled = Pick<Target, 'kind' | 'number'>;

type Party = { kind: Member['kind']; number: string };

/** A record is dated to the second. */
const RECORD_SECOND_MS = 1_000;

const NONE = claim<Dialled | null>(null);

/**
 * By the record that begins with the transfer, which names what was dialled; by the path of a queue, group or menu; or
 * by the phones that rang, where they are of one party alone: several are of a group that nothing names, or the second
 * was called for the first, or by the queue that nothing names.
 */
export function dialledOf(
  transfer: TransferInCall,
  destination: Destination,
  recorded: Recorded,
  failure: Failure | null,
  call: Call,
): Claim<Dialled | null> {
  const parties = firstCalled(destination);
  const names = namesIn(recorded.names, parties, destination);
  // The record of a leg that was transferred again can name a phone of the next transfer, or the group that was dialled.
  const isKnownPhone = (to: string) =>
    call.own.legs.some(({ number, path, hasNoChannel }) => number === to && path === null && !hasNoChannel);
  const isOther = ({ to }: PlacedRecord) =>
    !parties.some(({ number }) => isSameNumber(to, number)) && !isKnownPhone(to);
  if (recorded.doubted.some(isOther) && names.length > 0 && !names.some(isOther)) return NONE;
  const numbers = new Set(recorded.names.map(({ to }) => to));
  if (numbers.size > 1 && !recorded.names.some(wasOverAtOnce) && wasForwarded(transfer, call)) return NONE;
  const named = nameOf(names);
  if (named !== null) return byRecord(named, parties, destination, call);
  if (names.length > 0) return NONE;
  if (askedByMenu(transfer, destination, call)) return NONE;
  // By a forward the phones of a queue or group ring that nobody dialled.
  const path = wasForwarded(transfer, call) ? null : pathOf(transfer, destination, parties, call);
  if (path !== null) return claim({ kind: 'group', number: path }, 'call-status');
  if (recorded.doubted.some(isOther)) return NONE;
  if (parties.length > 0) return byPhones(transfer, destination, parties, call);
  return failure?.called == null ? NONE : claim(partyOf(failure.called), 'call-failed');
}

/** The records that name a number which is no phone's; where there are none, those that name a phone that rang. */
function namesIn(names: PlacedRecord[], parties: Party[], { answer, attempts }: Destination): PlacedRecord[] {
  const isOfPhone = (number: string) => parties.some((party) => isSameNumber(number, party.number));
  // A record can name the party that picked the call up, or got it by a forward, instead of the phone that was called.
  const isTaker = (number: string) => parties.length > 0 && answer?.number === number;
  // What begins after the record of the phone that took the call is how the call went on.
  const taken = names.find(({ to, status }) => isOfPhone(to) && status === 'answered');
  const isLater = ({ from, start }: PlacedRecord) =>
    start !== null &&
    (isAfterFirst(start, attempts) ||
      (from === taken?.from && start > (taken.start ?? Infinity) + RECORD_SECOND_MS));
  const others = names.filter((record) => !isLater(record));
  // Where a call is forwarded at once, the name is in the record that is over at once.
  const overAtOnce = others.filter(wasOverAtOnce);
  if (new Set(overAtOnce.map(({ to }) => to)).size > 1) return overAtOnce;
  const [forwarding, another] = overAtOnce;
  const isFirst = others.every(
    ({ start }) => (start ?? Infinity) >= (forwarding?.start ?? 0) - RECORD_SECOND_MS,
  );
  if (forwarding !== undefined && another === undefined && others.length > 1 && isFirst) return [forwarding];
  const fresh = others.filter(({ to }) => !isOfPhone(to) && !isTaker(to));
  return fresh.length > 0 ? fresh : others.filter(({ to }) => isOfPhone(to));
}

/** It began when the phones that rang first had stopped. */
function isAfterFirst(start: number, [first, second]: Attempt[]): boolean {
  if (first === undefined || second === undefined) return false;
  const over = Math.max(...first.legs.map((leg) => byeAt(leg) ?? Infinity));
  return start > began(first.legs[0]!) + 2 * RECORD_SECOND_MS && start >= over - 2 * RECORD_SECOND_MS;
}

/** Where a call is forwarded at once, the name is in the record that is over at once. */
function nameOf(found: PlacedRecord[]): PlacedRecord | null {
  const numbers = new Set(found.map(({ to }) => to));
  if (numbers.size === 1) return found[0]!;
  const forwarding = found.filter(wasOverAtOnce);
  return forwarding.length === 1 ? forwarding[0]! : null;
}

function byRecord(
  record: PlacedRecord,
  parties: Party[],
  destination: Destination,
  call: Call,
): Claim<Dialled | null> {
  const same = parties.find(({ number }) => isSameNumber(record.to, number));
  // A phone that rings for a queue or group is not what was dialled, though a record can name it alone.
  const path = same && pathOfPhone(same.number, destination);
  if (path != null && path !== same!.number) return NONE;
  const evidence = parties.length > 0 ? destination.evidence : [];
  if (same !== undefined)
    return claim(
      { kind: same.kind === 'ext' ? 'ext' : 'outside', number: same.number },
      ...evidence,
      'call-record',
    );
  return claim(
    { kind: targetKindOf(record, parties, destination, call), number: record.to },
    ...evidence,
    'call-record',
  );
}

/**
 * The phones of a queue or group carry its number as their path. The caller carries it too, or the number of the menu
 * in which he was before.
 */
function pathOf(
  transfer: TransferInCall,
  destination: Destination,
  parties: Party[],
  call: Call,
): string | null {
  const path = destination.attempts[0]?.legs.find((leg) => leg.path !== null)?.path ?? null;
  const waiting = pathOfWaiting(transfer, destination, call);
  const first = waiting ?? path;
  if (first === null || parties.some(({ number }) => number === first)) return null;
  return rangAtOnce(transfer, destination, call) ? first : null;
}

function byPhones(
  transfer: TransferInCall,
  destination: Destination,
  parties: Party[],
  call: Call,
): Claim<Dialled | null> {
  if (!rangAtOnce(transfer, destination, call) || wasTakenUnseen(transfer, destination)) return NONE;
  const { member, attempts } = destination;
  // The next transfer says who had the call. It does not say what had been dialled to reach that party.
  if (member !== null) return NONE;
  const called = attempts.flatMap(({ legs }) => legs);
  const exts = new Set(called.filter(({ kind }) => kind === 'ext').map(({ number }) => number));
  const [number, another] = exts;
  if (another !== undefined) return NONE;
  // A mobile phone that rings beside an extension is its twin.
  if (wasForwarded(transfer, call)) return NONE;
  if (number !== undefined)
    return parties.some(({ kind }) => kind === 'ext') && !mayBeOfGroup(number, destination)
      ? claim({ kind: 'ext', number }, ...destination.evidence)
      : NONE;
  return parties.length === 1 && !mayBeOfGroup(parties[0]!.number, destination)
    ? claim({ kind: 'outside', number: parties[0]!.number }, ...destination.evidence)
    : NONE;
}

/**
 * The transferor called a menu for the consultation, and the menu led on to a queue: his own path is the menu's, that
 * of the phones is the queue's.
 */
function askedByMenu(transfer: TransferInCall, { purpose, attempts }: Destination, { own }: Call): boolean {
  const path = attempts[0]?.legs.find((leg) => leg.path !== null)?.path ?? null;
  if (purpose !== 'consultation' || path === null) return false;
  const legs = [...transfer.legs.values(), ...own.legs.filter((leg) => transfer.parties.has(leg.party))];
  return legs.some((leg) =>
    leg.statuses.some(
      (mark) =>
        mark.path !== null && mark.path !== path && mark.path !== leg.path && mark.at < transfer.latest,
    ),
  );
}

/** The call was forwarded on its way: it rang at another number than was dialled. */
const wasForwarded = ({ members, numbers, latest, next }: TransferInCall, { own, around }: Call): boolean =>
  members.length > 1 &&
  [own, ...around].some(({ callid, forwards }) =>
    forwards.some(
      ({ at, event }) =>
        at >= latest &&
        at < (next?.latest ?? latest + CONTINUED_WITHIN_MS) &&
        (callid === own.callid || event.members.some((member) => numbers.has(partyNumber(member)))),
    ),
  );

/** No phone is seen to ring: the party that took the call need not be the one that was called. */
const wasTakenUnseen = (transfer: TransferInCall, { attempts, answer }: Destination): boolean =>
  answer !== null &&
  ![...transfer.legs.values()].includes(answer) &&
  answer.hasNoChannel &&
  !rang(answer) &&
  attempts.length === 1 &&
  attempts[0]!.legs.every((leg) => !rang(leg));

/**
 * Dialects without channels do not say by which queue or group a phone rings: one that did not take the call can be a
 * member of a group.
 */
const mayBeOfGroup = (number: string, { attempts, answer, recall }: Destination): boolean =>
  !(recall !== null && isSeenCalledBack(recall)) &&
  answer?.number !== number &&
  attempts.some(({ legs }) => legs.some(({ hasNoChannel }) => hasNoChannel));

/** Under another call id; a group that rings its members in turn can ring the transferor as one of them. */
const isSeenCalledBack = (recall: Leg): boolean => recall.calls.size > 1 || talked(recall);

const pathOfPhone = (number: string, { attempts }: Destination): string | null =>
  attempts[0]?.legs.find((leg) => leg.number === number)?.path ?? null;

const partyOf = (called: Member): Dialled => ({
  kind: called.kind === 'ext' ? 'ext' : 'outside',
  number: partyNumber(called),
});
