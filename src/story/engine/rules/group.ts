import { type Claim, claim } from '../claim.js';
import type { Call, TransferInCall, PlacedRecord } from '../evidence/call-model.js';
import { began } from '../evidence/leg.js';
import { RECORD_ROUNDING_MS } from '../evidence/records.js';
import type { Destination } from '../destination/destination-model.js';

const AT_ONCE_MS = 2_500;

/**
 * The queue or ring group that was dialled: named by the path of the phones that rang, by `6200(4002)`, or by an
 * answered record to a number that no phone has.
 */
export function groupOf(
  transfer: TransferInCall,
  destination: Destination,
  call: Call,
): Claim<string> | null {
  const { attempts, records, answer } = destination;
  const legs = attempts[0]?.legs ?? [];
  const named = records.find(
    (record) =>
      record.answeredBy !== null &&
      !call.phones.has(record.to) &&
      (answer === null
        ? legs.length === 0 || legs.some(({ number }) => number === record.answeredBy)
        : record.answeredBy === answer.number),
  );
  if (named !== undefined) return claim(named.to, 'call-record');
  const path =
    legs.map((leg) => leg.path).find((each) => each !== null) ??
    (legs.length === 0 ? pathOfWaiting(transfer, destination) : null);
  if (path !== null && !legs.some((leg) => leg.number === path))
    return rangAtOnce(transfer, destination) ? claim(path, 'call-status') : null;
  if ((legs.length === 0 && destination.member === null) || legs.some(({ kind }) => kind !== 'ext'))
    return null;
  const several = new Set(legs.map(({ party }) => party)).size > 1;
  const noPhone = records.find(
    (record) =>
      record.status !== 'voicemail' &&
      record.answeredBy === null &&
      record.targetTrunk === null &&
      isOf(transfer, record) &&
      !records.some((later) => later.to === record.to && isAfter(later, record)) &&
      !call.phones.has(record.to) &&
      (several || (record.status === 'answered' && (legs.length === 0 || transfer.next === null))),
  );
  return noPhone === undefined ? null : claim(noPhone.to, 'call-record');
}

/** A menu that was dialled can hand the call to a queue, whose path the phones then have: not in the first moment. */
export function rangAtOnce(transfer: TransferInCall, destination: Destination): boolean {
  if (pathOfWaiting(transfer, destination) !== null || destination.manner !== 'called') return true;
  const first = destination.attempts[0]?.legs[0];
  return first === undefined || began(first) <= transfer.at + AT_ONCE_MS;
}

/** A queue or group that was dialled has a record of its own, begun with the transfer. */
const isOf = (transfer: TransferInCall, { start }: PlacedRecord): boolean =>
  start === null || Math.abs(start - transfer.latest) <= RECORD_ROUNDING_MS;

/** Begun well after it, so that it is no re-send. */
const isAfter = (later: PlacedRecord, { start }: PlacedRecord): boolean =>
  start !== null && later.start !== null && later.start - start > RECORD_ROUNDING_MS;

/** The caller's own member names the queue or menu too, in which it waits; one from before the transfer is not meant. */
export function pathOfWaiting(transfer: TransferInCall, { transferee }: Destination): string | null {
  if (transferee === undefined) return null;
  const before = new Set(transferee.marks.filter(({ at }) => at < transfer.latest).map(({ path }) => path));
  const after = transferee.marks.find(
    ({ at, path }) => at >= transfer.latest && path !== null && !before.has(path),
  );
  return after?.path ?? null;
}
