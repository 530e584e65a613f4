import type { Call } from './evidence/call.js';
import type { TransferInCall } from './evidence/transfers-in-call.js';
import type { PlacedRecord } from './evidence/records.js';
import type { Destination } from './destination-legs.js';

/**
 * The queue or ring group that was dialled: named by the path of the target's leg, by `6200(4002)`, or by an answered
 * record to a number that no phone has. A path that the call had before the transfer is not the transfer's.
 */
export function groupOf(
  hop: TransferInCall,
  destination: Destination,
  records: PlacedRecord[],
  call: Call,
): string | null {
  const before = new Set([...hop.keys].map((key) => call.leg.get(key)?.path));
  const path = destination.legs.map((leg) => leg.path).find((each) => each !== null && !before.has(each));
  if (path != null && !destination.legs.some((leg) => leg.number === path)) return path;
  const queue = records.find(
    (record) =>
      record.answeredBy !== null && (destination.number === null || record.answeredBy === destination.number),
  );
  if (queue !== undefined) return queue.to;
  if (destination.legs.length === 0) return null;
  const noPhone = records.filter((record) => record.status !== 'voicemail' && !call.phones.has(record.to));
  const several = destination.legs.length > 1;
  return noPhone.find((record) => several || record.status === 'answered')?.to ?? null;
}
