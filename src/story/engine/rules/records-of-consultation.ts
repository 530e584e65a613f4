import { partyNumber } from '../../../transfer/member.js';
import { type Destination } from '../destination/destination-model.js';
import { consultationsSince, joinedAt } from '../destination/legs-of-transfer.js';
import type { Call, PlacedRecord, TransferInCall } from '../evidence/call-model.js';
import { endOf, isSameLeg, RECORD_ROUNDING_MS, takerParty } from '../evidence/records.js';
import type { TalkingParties } from '../people/roles.js';

/** The transferor's own record with the target that was asked, which had not ended before the transfer. */
export function recordsOfConsultation(
  transfer: TransferInCall,
  destination: Destination,
  { transferor }: TalkingParties,
  call: Call,
): PlacedRecord[] {
  const { purpose } = destination;
  if ((purpose !== 'consultation' && purpose !== null) || transferor === null) return [];
  const number = partyNumber(transferor);
  const joined = consultationsSince(transfer, number, call);
  const records = [call.own, ...call.around].flatMap((part) => part.records);
  if (joinedAt(transfer, [number], call) === null && !hasRecordOfTalk(transfer, call)) return [];
  return records.filter(
    (record) =>
      record.from === number &&
      record.sourceTrunk === null &&
      !transfer.parties.has(takerParty(record)) &&
      record.start !== null &&
      record.start > joined &&
      record.start >= (destination.consultationBegan ?? -Infinity) - RECORD_ROUNDING_MS &&
      record.start < transfer.latest &&
      ((endOf(record) ?? Infinity) >= transfer.latest - RECORD_ROUNDING_MS ||
        isForwarding(record, records, transfer) ||
        wasLedOn(record, [...records, ...destination.records], transfer)) &&
      !records.some((other) => isSameLeg(other, record) && transfer.parties.has(takerParty(other))),
  );
}

/**
 * The number called for the consultation was forwarded at once: the record of the forward's target begins in the same
 * moment.
 */
const isForwarding = (record: PlacedRecord, records: PlacedRecord[], { latest }: TransferInCall): boolean =>
  wasOverAtOnce(record) &&
  records.some(
    (other) =>
      other !== record &&
      !wasOverAtOnce(other) &&
      (endOf(other) ?? Infinity) >= latest - RECORD_ROUNDING_MS &&
      Math.abs(other.start! - record.start!) <= RECORD_ROUNDING_MS / 2,
  );

/** A menu that was called for the consultation led on: the record of the next place begins as the menu's ends. */
const wasLedOn = (record: PlacedRecord, records: PlacedRecord[], { latest }: TransferInCall): boolean =>
  record.status === 'answered' &&
  record.answeredBy === null &&
  records.some(
    (other) =>
      other !== record &&
      (endOf(other) ?? -Infinity) >= latest - RECORD_ROUNDING_MS &&
      Math.abs((endOf(record) ?? Infinity) - (other.start ?? -Infinity)) <= LED_ON_MS &&
      other.start! < latest - LED_ON_MS,
  );

/** Two records are dated to the second each. */
const LED_ON_MS = 1_000;

export const wasOverAtOnce = ({ status, callSeconds }: PlacedRecord): boolean =>
  status !== 'answered' && status !== 'voicemail' && (callSeconds ?? Infinity) <= 1;

/** The two have a record of the talk that the transfer ended; without it another one can be of that talk. */
export const hasRecordOfTalk = ({ parties, numbers, latest }: TransferInCall, { own }: Call): boolean =>
  own.records.some(
    (record) =>
      record.status === 'answered' &&
      numbers.has(record.from) &&
      parties.has(takerParty(record)) &&
      Math.abs((endOf(record) ?? Infinity) - latest) <= RECORD_ROUNDING_MS,
  );
