import { partyNumber } from '../../../transfer/member.js';
import type { Call, Part, PlacedRecord, TransferInCall } from './call-model.js';
import { began, byeAt, rang, talked } from './leg.js';
import { endOf, RECORD_ROUNDING_MS, taker } from './records.js';

/** The phone stops, or does not ring at all, as the forward is reported. */
const WITH_FORWARD_MS = 1_500;

/**
 * Who forwarded the call, where the event names the caller alone: the extension whose phone stopped ringing in that
 * moment, or whose record ended with it while the next one went on. Null where that is not seen.
 */
export function forwarderOf(transfer: TransferInCall, call: Call): string | null {
  const { previous } = transfer;
  // Where the call is forwarded a second time, the phone in between did not ring.
  const isAgain = previous?.members.length === 1 && transfer.at - previous.at <= WITH_FORWARD_MS;
  return (isAgain ? null : only(stopped(transfer, call))) ?? only(recorded(transfer, call));
}

function stopped({ at }: TransferInCall, { own }: Call): string[] {
  return own.legs
    .filter((leg) => leg.kind === 'ext' && rang(leg) && !talked(leg) && began(leg) <= at)
    .filter((leg) => Math.abs((byeAt(leg) ?? Infinity) - at) <= WITH_FORWARD_MS)
    .map(({ number }) => number);
}

function recorded(transfer: TransferInCall, { own }: Call): string[] {
  const number = partyNumber(transfer.members[0]!);
  if (endsTalk(transfer, number, own)) return [];
  const records = own.records.filter(({ from, start }) => from === number && start !== null);
  const over = (record: PlacedRecord) =>
    record.status !== 'answered' &&
    record.status !== 'voicemail' &&
    Math.abs((endOf(record) ?? Infinity) - transfer.at) <= RECORD_ROUNDING_MS;
  const ended = records.filter(over);
  const goesOn = records.some(
    (record) => !ended.includes(record) && Math.abs(record.start! - transfer.at) <= RECORD_ROUNDING_MS,
  );
  return goesOn ? ended.map(taker) : [];
}

/** v1.0 names the caller alone of every transfer: where a talk ended with the event, it need not be a forward. */
const endsTalk = ({ transfer, at, previous }: TransferInCall, number: string, { records }: Part): boolean =>
  transfer.isForwardWhenAlone !== true &&
  at - (previous?.at ?? -Infinity) > WITH_FORWARD_MS &&
  records.some(
    (record) =>
      record.from === number &&
      record.status === 'answered' &&
      Math.abs((endOf(record) ?? Infinity) - at) <= RECORD_ROUNDING_MS,
  );

function only(numbers: string[]): string | null {
  const [number, another] = new Set(numbers);
  return number === undefined || another !== undefined ? null : number;
}
