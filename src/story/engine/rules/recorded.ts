import type { Recorded } from '../ending/ending.js';
import { partyNumber } from '../../../transfer/member.js';
import { endOf, isSameLeg, RECORD_ROUNDING_MS, taker, takerParty } from '../evidence/records.js';
import type { Call, PlacedRecord, TransferInCall } from '../evidence/call-model.js';
import { firstCalled } from '../destination/destination.js';
import { began, talkedAt, type Leg } from '../evidence/leg.js';
import { NOT_TAKEN } from '../destination/recall-by-records.js';
import { type Destination } from '../destination/destination-model.js';
import { transferorsBefore, type TalkingParties } from '../people/roles.js';
import { isSameNumber } from '../evidence/same-number.js';
import { hasRecordOfTalk, recordsOfConsultation } from './records-of-consultation.js';
import { leadsTo, recordsOfForward } from './records-of-forward.js';

/**
 * A record can name the next transfer's target instead of the leg that was dialled, so it counts only where
 * the legs agree or show nothing.
 */
export function recordedOf(
  transfer: TransferInCall,
  destination: Destination,
  people: TalkingParties,
  call: Call,
): Recorded {
  const before = transfer.members.length === 1 ? transferorsBefore(transfer) : [];
  const records = destination.records.filter((each) => !before.includes(taker(each)));
  const parties = destination.attempts.length > 0 ? firstCalled(destination) : [];
  const others = recordsOfOthers(records, transfer, call);
  const ofTarget =
    transfer.members.length > 1 ? others : recordsOfForward(others, parties, destination, people, call);
  const named = namedAtTransfer(ofTarget, transfer, destination, people, call);
  const first =
    parties.length > 0
      ? (ofTarget.find((record) => leadsTo(record, parties)) ?? named.names[0] ?? null)
      : (takenByMember(ofTarget, destination, transfer) ??
        ofTarget.find((record) => !numbersOfLater(transfer).has(taker(record))) ??
        null);
  return {
    ...named,
    dialled: first,
    taken:
      parties.length > 0 || first === null || !hasRecordOfTalk(transfer, call)
        ? null
        : takenAfter(first, ofTarget),
    recall: unlessTaken(recallIn(records, transfer, people), first),
  };
}

/** The next transfer is by the party that took the call: its record is that of the target. */
const takenByMember = (
  records: PlacedRecord[],
  { member }: Destination,
  { latest }: TransferInCall,
): PlacedRecord | undefined =>
  member === null
    ? undefined
    : records.find(
        (record) =>
          record.status === 'answered' &&
          taker(record) === partyNumber(member) &&
          Math.abs((record.start ?? Infinity) - latest) <= RECORD_ROUNDING_MS,
      );

/** The record of the transferor who got the call back: it begins after the transfer. */
const recallIn = (
  records: PlacedRecord[],
  { latest }: TransferInCall,
  { transferors }: TalkingParties,
): PlacedRecord | null =>
  records.find(
    (each) =>
      transferors.includes(taker(each)) &&
      each.answeredBy === null &&
      each.start !== null &&
      each.start >= latest - RECORD_ROUNDING_MS / 3,
  ) ?? null;

/** Without the talk that the transfer ended, and without those of its own members that no queue or group called. */
function recordsOfOthers(
  records: PlacedRecord[],
  { parties, latest }: TransferInCall,
  call: Call,
): PlacedRecord[] {
  const isOfTalk = (record: PlacedRecord) =>
    record.status === 'answered' &&
    parties.has(takerParty(record)) &&
    (endOf(record) ?? Infinity) <= latest + RECORD_ROUNDING_MS;
  const after = records.filter((record) => !isOfTalk(record));
  return untilTaken(after, call).filter(
    (record) => !parties.has(takerParty(record)) || record.answeredBy !== null,
  );
}

function namedAtTransfer(
  ofTarget: PlacedRecord[],
  transfer: TransferInCall,
  destination: Destination,
  people: TalkingParties,
  call: Call,
): Pick<Recorded, 'names' | 'doubted'> {
  // Where only records show who took the call, that of the consultation alone can name who picked it up.
  const isAlone = call.own.legs.length === 0 && ofTarget.length === 0;
  const consultation = isAlone ? [] : recordsOfConsultation(transfer, destination, people, call);
  const atTransfer = [...ofTarget, ...consultation].filter(
    ({ start }) => start === null || start <= transfer.latest + RECORD_ROUNDING_MS,
  );
  const doubted = atTransfer.filter((record) => mayNameNext(record, transfer, destination, call));
  return { doubted, names: atTransfer.filter((record) => !doubted.includes(record)) };
}

function numbersOfLater(transfer: TransferInCall): Set<string> {
  const numbers = new Set<string>();
  for (let { next } = transfer; next !== null; next = next.next)
    next.numbers.forEach((each) => numbers.add(each));
  return numbers;
}

/** The records that began before the first person's talk was over: later ones say how the call went on after it. */
function untilTaken(records: PlacedRecord[], { phones }: Call): PlacedRecord[] {
  const isTalk = ({ status, answeredBy, to }: PlacedRecord) =>
    status === 'answered' && (answeredBy !== null || phones.has(to));
  const over = Math.min(...records.filter(isTalk).map((record) => endOf(record) ?? Infinity));
  return records.filter(({ start }) => start === null || start < over);
}

/** The record ends with the next transfer and names none of its members: it can name the target of that transfer. */
function isHandedOnByAnother(
  record: PlacedRecord,
  { next }: TransferInCall,
  records: PlacedRecord[],
): boolean {
  const end = endOf(record);
  if (next === null || record.status !== 'answered' || end === null) return false;
  const names = (one: PlacedRecord) => next.numbers.has(taker(one));
  return (
    Math.abs(end - next.latest) <= RECORD_ROUNDING_MS &&
    !records.some((other) => other.from === record.from && endOf(other) === end && names(other))
  );
}

/** A phone of a queue or group rings because the queue was called. */
const numberCalled = ({ path, number }: Leg): string => path ?? number;

/** The record of a leg that was transferred again can name the target of the next transfer. */
function mayNameNext(
  record: PlacedRecord,
  transfer: TransferInCall,
  { later, answer }: Destination,
  { own }: Call,
): boolean {
  // Only a leg on which two talked is transferred again.
  if (record.status !== 'answered') return false;
  if (isHandedOnByAnother(record, transfer, own.records)) return true;
  const next = transfer.next?.latest ?? Infinity;
  const calledNext = [
    ...later.map(numberCalled),
    ...own.legs
      .filter((leg) => began(leg) > Math.min(next - 1_000, talkedAt(answer ?? undefined) ?? Infinity))
      .map(numberCalled),
    ...own.records.flatMap((other) =>
      other !== record &&
      (other.start ?? 0) >= next - RECORD_ROUNDING_MS &&
      !own.records.some((agent) => isSameLeg(agent, other))
        ? [other.to]
        : [],
    ),
  ];
  // A mailbox is called by a star before its number.
  const named = record.to.replace(/^\*/, '');
  return calledNext.some((number) => isSameNumber(number.replace(/^\*/, ''), named));
}

/**
 * Only a call that nobody took returns to the transferor. The agent of a queue has a record beside the queue's, and a
 * menu leads on: those are no recalls.
 */
function unlessTaken(recall: PlacedRecord | null, first: PlacedRecord | null): PlacedRecord | null {
  if (first === null || recall === null || !NOT_TAKEN.includes(first.status)) return null;
  return recall.start !== null && recall.start < (first.start ?? -Infinity) - RECORD_ROUNDING_MS / 3
    ? null
    : recall;
}

/** Forwarded, or handed on by the queue, in the moment in which the first attempt ended. */
function takenAfter(first: PlacedRecord, others: PlacedRecord[]): PlacedRecord | null {
  if (first.status === 'answered') return null;
  const end = endOf(first);
  return (
    others.find(
      (each) =>
        each !== first &&
        each.status === 'answered' &&
        each.start !== null &&
        end !== null &&
        Math.abs(each.start - end) <= RECORD_ROUNDING_MS,
    ) ?? null
  );
}
