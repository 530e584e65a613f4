import type { Call } from './call.js';
import type { Hop } from './hops.js';
import { taker, type PlacedRecord } from './records.js';

/** A record is dated to the second, and its leg begins with the transfer. */
const ROUNDING_MS = 3_000;

/**
 * The records of the transferred party that belong to this transfer: those begun after it and before the next one. What
 * began before the first transfer is the talk with the transferor, or a talk with the target of an attended transfer.
 */
export function recordsAfter(hop: Hop, party: string, call: Call): PlacedRecord[] {
  const first = firstOf(hop);
  return call.records.filter((record) => {
    if (record.callid !== call.callid || record.from !== party || record.to === party) return false;
    if (record.start === null) return first.next === null && !hop.numbers.has(taker(record));
    let owner = first;
    while (owner.next !== null && owner.next.at - ROUNDING_MS <= record.start) owner = owner.next;
    if (owner !== hop) return false;
    return record.start >= hop.at - ROUNDING_MS || !hop.numbers.has(taker(record));
  });
}

function firstOf(hop: Hop): Hop {
  let first = hop;
  while (first.previous !== null) first = first.previous;
  return first;
}
