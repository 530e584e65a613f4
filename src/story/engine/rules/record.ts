import type { Recorded } from '../ending/ending.js';
import { partyNumber } from '../../../transfer/member.js';
import { endOf, isSameLeg, RECORD_ROUNDING_MS, taker, takerParty } from '../evidence/records.js';
import type { Call, PlacedRecord, TransferInCall } from '../evidence/call-model.js';
import { dialled } from '../destination/destination.js';
import { began, talkedAt } from '../evidence/leg.js';
import { NOT_TAKEN } from '../destination/recall.js';
import { joinedAt, joinedForQuestion } from '../destination/legs-of-transfer.js';
import { type Destination } from '../destination/destination-model.js';
import { transferorsBefore, type TalkingParties } from '../people/roles.js';
import { isSameNumber } from '../evidence/same-number.js';

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
  const recall =
    records.find(
      (each) =>
        people.transferors.includes(taker(each)) &&
        each.answeredBy === null &&
        each.start !== null &&
        each.start >= transfer.latest - RECORD_ROUNDING_MS / 3,
    ) ?? null;
  const isOfTalk = (record: PlacedRecord) =>
    record.status === 'answered' &&
    transfer.parties.has(takerParty(record)) &&
    (endOf(record) ?? Infinity) <= transfer.latest + RECORD_ROUNDING_MS;
  const after = records.filter((record) => !isOfTalk(record));
  const others = untilTaken(after, call).filter(
    (record) => !transfer.parties.has(takerParty(record)) || record.answeredBy !== null,
  );
  const parties = destination.attempts.length > 0 ? dialled(destination) : [];
  const ofTarget =
    transfer.members.length > 1 ? others : ofForward(others, parties, destination, people, call);
  const atTransfer = [...ofTarget, ...questions(transfer, destination, people, call)].filter(
    ({ start }) => start === null || start <= transfer.latest + RECORD_ROUNDING_MS,
  );
  const doubted = atTransfer.filter((record) => mayNameNext(record, transfer, destination, call));
  const names = atTransfer.filter((record) => !doubted.includes(record));
  if (parties.length > 0) {
    const first = ofTarget.find((record) => leadsTo(record, parties)) ?? names[0] ?? null;
    return { names, doubted, dialled: first, taken: null, recall: unlessTaken(recall, first) };
  }
  const later = new Set<string>();
  for (let { next } = transfer; next !== null; next = next.next)
    next.numbers.forEach((each) => later.add(each));
  const first = ofTarget.find((record) => !later.has(taker(record))) ?? null;
  return {
    names,
    doubted,
    dialled: first,
    taken: first && takenAfter(first, ofTarget),
    recall: unlessTaken(recall, first),
  };
}

/** What begins when a person's talk is over is how the call went on after that. */
function untilTaken(records: PlacedRecord[], { phones }: Call): PlacedRecord[] {
  const isTalk = ({ status, answeredBy, to }: PlacedRecord) =>
    status === 'answered' && (answeredBy !== null || phones.has(to));
  const over = Math.min(...records.filter(isTalk).map((record) => endOf(record) ?? Infinity));
  return records.filter(({ start }) => start === null || start < over);
}

type Party = { number: string };

const leadsTo = (record: PlacedRecord, parties: Party[]): boolean =>
  parties.some(({ number }) => isSameNumber(taker(record), number) || isSameNumber(record.to, number));

/** It does not name the one who handed on: so it can name the next one called. */
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

/** The record of a leg that was handed on can name the next one called. */
function mayNameNext(
  record: PlacedRecord,
  transfer: TransferInCall,
  { later, answer }: Destination,
  { own }: Call,
): boolean {
  if (isHandedOnByAnother(record, transfer, own.records)) return true;
  const next = transfer.next?.latest ?? Infinity;
  const calledNext = [
    ...later,
    ...later.flatMap(({ path }) => (path === null ? [] : [{ number: path }])),
    ...own.legs.filter(
      (leg) => began(leg) > Math.min(next - 1_000, talkedAt(answer ?? undefined) ?? Infinity),
    ),
    ...own.records.flatMap(({ start, to }) =>
      (start ?? 0) >= next - RECORD_ROUNDING_MS ? [{ number: to }] : [],
    ),
  ];
  return calledNext.some(({ number }) => isSameNumber(number, record.to));
}

/** The transferor's own record with the target that was asked, which had not ended before the transfer. */
function questions(
  transfer: TransferInCall,
  { manner }: Destination,
  { transferor }: TalkingParties,
  call: Call,
): PlacedRecord[] {
  if ((manner !== 'asked' && manner !== null) || transferor === null) return [];
  const number = partyNumber(transferor);
  const joined = joinedForQuestion(transfer, number, call);
  const records = [call.own, ...call.around].flatMap((part) => part.records);
  if (joinedAt(transfer, [number], call) === null && !hasRecordOfTalk(transfer, call)) return [];
  return records.filter(
    (record) =>
      record.from === number &&
      !transfer.parties.has(takerParty(record)) &&
      record.start !== null &&
      record.start > joined &&
      record.start < transfer.latest &&
      ((endOf(record) ?? Infinity) >= transfer.latest - RECORD_ROUNDING_MS ||
        isForwarding(record, records, transfer)) &&
      !records.some((other) => isSameLeg(other, record) && transfer.parties.has(takerParty(other))),
  );
}

/** What was asked was forwarded at once: the record of where that led begins in the same moment. */
const isForwarding = (record: PlacedRecord, records: PlacedRecord[], { latest }: TransferInCall): boolean =>
  wasOverAtOnce(record) &&
  records.some(
    (other) =>
      other !== record &&
      !wasOverAtOnce(other) &&
      (endOf(other) ?? Infinity) >= latest - RECORD_ROUNDING_MS &&
      Math.abs(other.start! - record.start!) <= RECORD_ROUNDING_MS / 2,
  );

export const wasOverAtOnce = ({ status, callSeconds }: PlacedRecord): boolean =>
  status !== 'answered' && status !== 'voicemail' && (callSeconds ?? Infinity) <= 1;

/** The two have a record of the talk that the transfer ended; without it another one can be of that talk. */
const hasRecordOfTalk = ({ parties, numbers, latest }: TransferInCall, { own }: Call): boolean =>
  own.records.some(
    (record) =>
      record.status === 'answered' &&
      numbers.has(record.from) &&
      parties.has(takerParty(record)) &&
      Math.abs((endOf(record) ?? Infinity) - latest) <= RECORD_ROUNDING_MS,
  );

/**
 * Those of the phones that rang. The record of who forwards is over at once; where there is none, the one record that
 * names who took the call as well can be his.
 */
function ofForwardTo(records: PlacedRecord[], parties: Party[], transferors: string[]): PlacedRecord[] {
  const isForwarderKnown = transferors.length > 0 || records.some(wasOverAtOnce);
  const found = records.filter((record) => leadsTo(record, parties));
  const led = found.filter((record) => !wasOverAtOnce(record));
  const isParty = ({ to }: PlacedRecord) => parties.some(({ number }) => isSameNumber(number, to));
  return (led.length > 0 ? led : found).filter(
    (record) => isForwarderKnown || record.answeredBy === null || isParty(record),
  );
}

/** Who forwards has a record of its own; where its number is not known, a single record can be that. */
function ofForward(
  records: PlacedRecord[],
  parties: Party[],
  { answer }: Destination,
  { transferors }: TalkingParties,
  { own }: Call,
): PlacedRecord[] {
  if (parties.length > 0)
    return ofForwardTo(records, answer === null ? parties : [...parties, answer], transferors);
  const others = records.filter(({ to }) => !transferors.includes(to));
  // The one who took the call did not forward it.
  const isKnown =
    transferors.length > 0 &&
    !own.records.some((record) => record.status === 'answered' && transferors.includes(record.to));
  if (isKnown || new Set(others.map(({ to }) => to)).size < 2) return isKnown ? others : [];
  return others.filter((record) => record.status === 'answered' || (record.callSeconds ?? 0) > 1);
}

/** The agent of a queue has a record beside the queue's, and a menu leads on: only what was not taken is called back. */
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
