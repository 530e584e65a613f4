import { endOf, RECORD_ROUNDING_MS, taker, takerParty } from '../evidence/records.js';
import type { PlacedRecord, TransferInCall } from '../evidence/call-model.js';
import { dialled } from '../destination/destination.js';
import { type Destination } from '../destination/destination-model.js';
import type { TalkingParties } from '../people/roles.js';

/** What the records of the transferee say of its call with the target. */
export interface Recorded {
  /** Of what was dialled. */
  dialled: PlacedRecord | null;
  /** Of the one that took it, who may be another one. */
  taken: PlacedRecord | null;
  /** Of the transferor, who got the call back. */
  recall: PlacedRecord | null;
}

/** A record can name the next transfer's target instead of the leg that was dialled, so it needs agreement or silence. */
export function recordedOf(
  transfer: TransferInCall,
  destination: Destination,
  people: TalkingParties,
): Recorded {
  const { records } = destination;
  const recall =
    records.find(
      (each) =>
        people.transferors.includes(taker(each)) &&
        each.answeredBy === null &&
        each.start !== null &&
        each.start >= transfer.latest - RECORD_ROUNDING_MS / 3,
    ) ?? null;
  const others = records.filter(
    (record) =>
      (!transfer.parties.has(takerParty(record)) || record.answeredBy !== null) &&
      (transfer.members.length > 1 || !isOfForwarder(record, people, records)),
  );
  const parties = dialled(destination);
  if (parties.length > 0) {
    const first =
      others.find((record) =>
        parties.some(({ number }) => taker(record) === number || record.to === number),
      ) ?? null;
    return { dialled: first, taken: null, recall: after(recall, first) };
  }
  const later = new Set<string>();
  for (let { next } = transfer; next !== null; next = next.next)
    next.numbers.forEach((each) => later.add(each));
  const first = others.find((record) => !later.has(taker(record))) ?? null;
  return { dialled: first, taken: first && takenAfter(first, others), recall: after(recall, first) };
}

/** The agent of a queue has a record that begins with the queue's: it is no recall. */
function after(recall: PlacedRecord | null, first: PlacedRecord | null): PlacedRecord | null {
  if (recall?.start == null || first?.start == null) return recall;
  return recall.start - first.start >= RECORD_ROUNDING_MS / 2 ? recall : null;
}

/** One that forwards at once has a record of its own, of no length; it is not where the call went. */
function isOfForwarder(
  record: PlacedRecord,
  { transferors }: TalkingParties,
  records: PlacedRecord[],
): boolean {
  if (transferors.includes(record.to)) return true;
  return records.length > 1 && record.status !== 'answered' && (record.callSeconds ?? 0) <= 1;
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
