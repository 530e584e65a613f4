import { type Destination } from '../destination/destination-model.js';
import type { Call, PlacedRecord } from '../evidence/call-model.js';
import { endOf, isSameLeg, taker } from '../evidence/records.js';
import { isSameNumber } from '../evidence/same-number.js';
import type { TalkingParties } from '../people/roles.js';
import { wasOverAtOnce } from './records-of-consultation.js';

type Party = { number: string };

export const leadsTo = (record: PlacedRecord, parties: Party[]): boolean =>
  parties.some(({ number }) => isSameNumber(taker(record), number) || isSameNumber(record.to, number));

/**
 * The records of the phones that rang. The record of the extension that forwards is over at once. Where there is no such
 * record, one that also names the party that took the call can be that of the forwarding extension.
 */
function ofForwardTo(records: PlacedRecord[], parties: Party[], transferors: string[]): PlacedRecord[] {
  const isForwarderKnown = transferors.length > 0 || records.some(wasOverAtOnce);
  const ofPhones = records.filter((record) => leadsTo(record, parties));
  // The group that rang them, and who took the call, have a record each.
  const found = records.filter(
    (record) =>
      !transferors.includes(record.to) &&
      (ofPhones.includes(record) ||
        (isForwarderKnown && parties.length > 1 && ofPhones.some((other) => isSameLeg(other, record)))),
  );
  const led = found.filter((record) => !wasOverAtOnce(record));
  return (led.length > 0 ? led : found).filter((record) => isForwarderKnown || record.answeredBy === null);
}

/**
 * The extension that forwards has a record of its own. Where its number is not known, a single record can be that one.
 */
export function recordsOfForward(
  records: PlacedRecord[],
  parties: Party[],
  { answer }: Destination,
  { transferors }: TalkingParties,
  { own }: Call,
): PlacedRecord[] {
  if (parties.length > 0)
    return ofForwardTo(records, answer === null ? parties : [...parties, answer], transferors);
  const others = records.filter((record) => !transferors.includes(record.to) && !ledOn(record, records));
  // The one who took the call did not forward it.
  const isKnown =
    transferors.length > 0 &&
    !isForwardOfAnother(records, transferors) &&
    !own.records.some((record) => record.status === 'answered' && transferors.includes(record.to));
  if (isKnown || new Set(others.map(({ to }) => to)).size < 2) return isKnown ? others : [];
  return others.filter((record) => record.status === 'answered' || (record.callSeconds ?? 0) > 1);
}

/** What was answered before, and led on to the extension that forwards, was not dialled by the forward. */
const ledOn = (record: PlacedRecord, records: PlacedRecord[]): boolean =>
  record.status === 'answered' &&
  records.some(
    (other) =>
      wasOverAtOnce(other) && Math.abs((other.start ?? Infinity) - (endOf(record) ?? -Infinity)) <= 1_000,
  );

/** Another extension's record is over at once as the next one begins, and there is none of the extension that was called. */
const isForwardOfAnother = (records: PlacedRecord[], transferors: string[]): boolean =>
  records.some(wasOverAtOnce) &&
  new Set(records.map(({ to }) => to)).size > 1 &&
  !records.some(({ to }) => transferors.includes(to));
