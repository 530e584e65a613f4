import type { Claim } from '../claim.js';
import { claim } from '../claim.js';
import type { Call } from '../evidence/call.js';
import type { TransferInCall } from '../evidence/transfers-in-call.js';
import type { Destination } from '../destination/destination.js';

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
  const path =
    legs.map((leg) => leg.path).find((each) => each !== null) ?? pathOfWaiting(transfer, destination);
  if (path !== null && !legs.some((leg) => leg.number === path)) return claim(path, 'call-status');
  const named = records.find(
    (record) =>
      record.answeredBy !== null &&
      !call.phones.has(record.to) &&
      (answer === null || record.answeredBy === answer.number),
  );
  if (named !== undefined) return claim(named.to, 'call-record');
  if (legs.length === 0 || legs.some(({ kind }) => kind !== 'ext')) return null;
  const several = new Set(legs.map(({ party }) => party)).size > 1;
  const noPhone = records.find(
    (record) =>
      record.status !== 'voicemail' &&
      record.targetTrunk === null &&
      !call.phones.has(record.to) &&
      (several || record.status === 'answered'),
  );
  return noPhone === undefined ? null : claim(noPhone.to, 'call-record');
}

/** The caller's own member names the queue or menu too, in which it waits; one from before the transfer is not meant. */
export function pathOfWaiting(transfer: TransferInCall, { transferee }: Destination): string | null {
  if (transferee === undefined) return null;
  const before = new Set(transferee.marks.filter(({ at }) => at < transfer.latest).map(({ path }) => path));
  const after = transferee.marks.find(
    ({ at, path }) => at >= transfer.latest && path !== null && !before.has(path),
  );
  return after?.path ?? null;
}
