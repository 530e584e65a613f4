import type { Outcome } from '../../../transfer/transfer.js';
import { claim, type Claim } from '../claim.js';
import { began, talked, type Leg } from '../evidence/leg.js';
import { endOf, RECORD_ROUNDING_MS, taker } from '../evidence/records.js';
import type { Destination } from '../destination/destination-model.js';
import { OPEN, type Ending } from './ending.js';

/** A group can ring the transferor as its member: what was tried before must be known. */
export function returned(ending: Ending): Claim<Outcome> | null {
  const { transfer, destination, recorded, failure } = ending;
  const { recall } = destination;
  // Under another id nobody rings but the one who is called back.
  const isOfItsOwn = recall !== null && (recall.calls.size > 1 || recall.marks[0]!.status !== 'RING');
  const tried =
    recorded.dialled !== null || destination.attempts.length > 0 || failure !== null || isOfItsOwn;
  // An event with one member is of a forward; a recall belongs to the transfer that was forwarded.
  if (transfer.members.length === 1) return null;
  if (recall !== null && mayBeForwarded(recall, destination)) return OPEN;
  if (recall !== null && talked(recall))
    return tried && !(failure === null && !isOfItsOwn && mayBeLedTo(ending))
      ? claim('returned', 'call-status')
      : OPEN;
  if (tried && recorded.recall?.status === 'answered') return claim('returned', 'call-record');
  // Called back, or as a member of the group that was dialled, or as the one to whom it was forwarded.
  return destination.recalled ? OPEN : null;
}

/** A forward can write one record of what was dialled and of where it led, which began before this phone rang. */
const mayBeForwarded = (recall: Leg, { records }: Destination): boolean =>
  records.some(
    (record) =>
      taker(record) === recall.number &&
      record.status === 'answered' &&
      record.start !== null &&
      record.start < began(recall) - RECORD_ROUNDING_MS &&
      (endOf(record) ?? Infinity) > began(recall) + RECORD_ROUNDING_MS,
  );

/** A menu leads on, and one whose phone did not ring at all can have been forwarded: to the transferor, too. */
const mayBeLedTo = ({ destination, recorded: { dialled } }: Ending): boolean =>
  dialled !== null &&
  (dialled.status === 'answered' ||
    (destination.attempts.length === 0 && dialled.status === 'no-answer' && (dialled.callSeconds ?? 0) <= 1));
