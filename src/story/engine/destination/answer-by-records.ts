import type { TransferInCall } from '../evidence/call-model.js';
import { byeAt, rang, talkedAt, type Leg } from '../evidence/leg.js';
import { endOf, RECORD_ROUNDING_MS } from '../evidence/records.js';
import { isCalledBack } from './recall-by-records.js';
import type { Destination } from './destination-model.js';

/**
 * After a pause somebody else can have had the call; that it was the queue's next round shows in a record that begins
 * with the transfer, and was answered and ended when this phone was.
 */
export function answerByRecords(
  here: Destination,
  transferors: string[],
  transfer: TransferInCall,
): Destination {
  if (!here.isInterrupted || here.answer !== null || here.recall !== null) return here;
  const taker = here.later.find((leg) => talkedAt(leg) !== null);
  if (taker === undefined) return here;
  const later = here.later.slice(here.later.indexOf(taker) + 1);
  if (taker.kind === 'ext' && transferors.includes(taker.number))
    return isCalledBack(taker, here.records) ? { ...here, recall: taker, isInterrupted: false, later } : here;
  if (!isOfTransfer(taker, here, transfer)) return here;
  return {
    ...here,
    purpose: here.purpose ?? (rang(taker) ? 'transfer' : null),
    attempts: [...here.attempts, { legs: [taker], answer: taker }],
    answer: taker,
    isInterrupted: false,
    later,
  };
}

function isOfTransfer(taker: Leg, { records }: Destination, { latest }: TransferInCall): boolean {
  const isNear = (a: number | null, b: number | null) =>
    a !== null && b !== null && Math.abs(a - b) <= RECORD_ROUNDING_MS;
  return records.some((record) => {
    const end = endOf(record);
    return (
      record.status === 'answered' &&
      isNear(record.start, latest) &&
      isNear(end, byeAt(taker)) &&
      isNear(end === null ? null : end - (record.talkSeconds ?? 0) * 1000, talkedAt(taker))
    );
  });
}
