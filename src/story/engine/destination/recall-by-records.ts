import type { Call, PlacedRecord } from '../evidence/call-model.js';
import { began, byeAt, talkedAt, type Leg } from '../evidence/leg.js';
import { endOf, RECORD_ROUNDING_MS } from '../evidence/records.js';
import type { Destination } from './destination-model.js';

/** Records of a call that nobody took. */
export const NOT_TAKEN = ['no-answer', 'busy', 'failed'];

/**
 * The transferor's phone can ring as one of the group that was dialled, or because the call was forwarded to it: then it
 * is no recall. Where the phones alone do not say, the records do, and so does a forward.
 */
export function recallByRecords(here: Destination, transferors: string[], call: Call): Destination {
  const { recall, attempts, answer, records } = here;
  if (recall !== null && attempts.length === 0 && talkedAt(recall) === null && isCalledWith(recall, records))
    return { ...here, attempts: [{ legs: [recall], answer: null }], recall: null };
  if (
    recall !== null &&
    talkedAt(recall) !== null &&
    (isMember(recall, records) || isForwarded(recall, call))
  )
    return {
      ...here,
      attempts: [...attempts, { legs: [recall], answer: recall }],
      answer: recall,
      recall: null,
    };
  if (answer?.kind === 'ext' && transferors.includes(answer.number) && isCalledBack(answer, records))
    return {
      ...here,
      attempts: attempts.map((each) => (each.answer === answer ? { ...each, answer: null } : each)),
      answer: null,
      recall: answer,
    };
  return here;
}

/** The record of the number dialled names the transferor, or goes on while he has the call. */
function isMember(leg: Leg, records: PlacedRecord[]): boolean {
  return records.some(
    (record) =>
      record.status === 'answered' &&
      (record.answeredBy === leg.number ||
        (record.to !== leg.number &&
          !beginsAsOneGaveUp(record, records) &&
          (record.start ?? Infinity) < began(leg) &&
          (endOf(record) ?? -Infinity) > talkedAt(leg)! + RECORD_ROUNDING_MS &&
          Math.abs(endOf(record)! - (byeAt(leg) ?? endOf(record)!)) <= RECORD_ROUNDING_MS)),
  );
}

/** The record of a recall, which can name the number to which the call went next. */
const beginsAsOneGaveUp = ({ start }: PlacedRecord, records: PlacedRecord[]): boolean =>
  records.some(
    (record) =>
      NOT_TAKEN.includes(record.status) &&
      Math.abs((endOf(record) ?? Infinity) - (start ?? -Infinity)) <= RECORD_ROUNDING_MS / 2,
  );

/** The number dialled was still being called when the phone began to ring. */
const isCalledWith = (leg: Leg, records: PlacedRecord[]): boolean =>
  records.some(
    (record) =>
      record.to !== leg.number &&
      NOT_TAKEN.includes(record.status) &&
      began(leg) - (record.start ?? -Infinity) < RANG_AT_ONCE_MS &&
      (record.callSeconds ?? 0) * 1000 > RANG_AT_ONCE_MS,
  );

/** A record's second is the one in which it began. */
const RANG_AT_ONCE_MS = 1_800;

const isForwarded = (leg: Leg, { own }: Call): boolean =>
  leg.statuses[0]!.callid === own.callid &&
  own.forwards.some(
    ({ at }) =>
      at <= began(leg) &&
      began(leg) - at <= RECORD_ROUNDING_MS &&
      !own.legs.some((other) => began(other) > at && began(other) < began(leg) && other.party !== leg.party),
  );

/** Nobody had taken the call at the number dialled, and the transferor has a record of his own. */
export function isCalledBack(leg: Leg, records: PlacedRecord[]): boolean {
  const gaveUp = records
    .filter(({ status }) => NOT_TAKEN.includes(status))
    .map(endOf)
    .find((end) => end !== null && end <= began(leg) + 2_000);
  const own = records.some(
    ({ to, answeredBy, start }) =>
      to === leg.number &&
      answeredBy === null &&
      start !== null &&
      start >= (gaveUp ?? Infinity) - RECORD_ROUNDING_MS &&
      start <= talkedAt(leg)! + RECORD_ROUNDING_MS,
  );
  return gaveUp != null && own;
}
