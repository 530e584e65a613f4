import type { Call } from './call.js';
import { RECORD_ROUNDING_MS, type TransferInCall } from './transfers-in-call.js';
import { taker, type PlacedRecord } from './records.js';

/**
 * The records of the transferred party that belong to this transfer: those begun after it and before the next one. What
 * began before the first transfer is the talk with the transferor, or a talk with the target of an attended transfer.
 */
export function recordsAfter(hop: TransferInCall, party: string, call: Call): PlacedRecord[] {
  return call.own.records.filter((record) => {
    if (record.from !== party || record.to === party) return false;
    const withNew = !hop.numbers.has(taker(record));
    if (record.start === null) return call.hops.length === 1 && withNew;
    if (call.owner.get(record) !== hop) return false;
    return record.start >= hop.at - RECORD_ROUNDING_MS || withNew;
  });
}
