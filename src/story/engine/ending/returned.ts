import type { Outcome } from '../../../transfer/transfer.js';
import { claim, type Claim } from '../claim.js';
import { began, talked, type Leg } from '../evidence/leg.js';
import { endOf, RECORD_ROUNDING_MS, taker } from '../evidence/records.js';
import type { Destination } from '../destination/destination-model.js';
import { OPEN, type Ending } from './ending.js';

/**
 * The call came back to the transferor. A group can ring him as its member, so it must be known what was called
 * before.
 */
export function returned(ending: Ending): Claim<Outcome> | null {
  const { transfer, destination, recorded, failure } = ending;
  const { recall } = destination;
  // Under another call id only the transferor rings.
  const isOfItsOwn = recall !== null && (recall.calls.size > 1 || recall.statuses[0]!.status !== 'RING');
  const tried =
    recorded.dialled !== null || destination.attempts.length > 0 || failure !== null || isOfItsOwn;
  // An event with one member is of a forward: the recall belongs to the transfer before it.
  if (transfer.members.length === 1) return null;
  if (recall !== null && mayBeForwarded(recall, destination)) return OPEN;
  if (recall !== null && talked(recall))
    return tried && !(failure === null && !isOfItsOwn && mayBeLedTo(ending))
      ? claim('returned', 'call-status')
      : OPEN;
  if (tried && recorded.recall?.status === 'answered')
    return failure === null && mayBeLedTo(ending) ? OPEN : claim('returned', 'call-record');
  // The transferor can have been called back, or as a member of the group, or by a forward to him.
  return destination.recalledByNext ? OPEN : null;
}

/** A forward can write one record for the number dialled and for its own target: it began before this phone rang. */
const mayBeForwarded = (recall: Leg, { records }: Destination): boolean =>
  records.some(
    (record) =>
      taker(record) === recall.number &&
      record.status === 'answered' &&
      record.start !== null &&
      record.start < began(recall) - RECORD_ROUNDING_MS &&
      (endOf(record) ?? Infinity) > began(recall) + RECORD_ROUNDING_MS,
  );

/** A menu can lead on to the transferor, and a number whose phone did not ring at all can be forwarded to him. */
const mayBeLedTo = ({ destination, recorded: { dialled } }: Ending): boolean =>
  dialled !== null &&
  (dialled.status === 'answered' ||
    (destination.attempts.length === 0 && dialled.status === 'no-answer' && (dialled.callSeconds ?? 0) <= 1));
