import type { Outcome } from '../../../transfer/transfer.js';
import { claim } from '../claim.js';
import type { Member } from '../../../transfer/member.js';
import type { PlacedRecord, TransferInCall } from '../evidence/call-model.js';
import type { Destination } from '../destination/destination-model.js';

/** A CallFailed of the transfer, and the party that could not be reached, where the event names a new one. */
export interface Failure {
  called: Member | null;
}

/** What the records of the transferee say of its call with the target. */
export interface Recorded {
  /** All that begin with the transfer, or with the consultation: they name what was dialled. */
  names: PlacedRecord[];
  /** Those that can also name a place to which the call went later. */
  doubted: PlacedRecord[];
  /** The record of the number that was dialled. */
  dialled: PlacedRecord | null;
  /** The record of the party that took the call, where that is another one. */
  taken: PlacedRecord | null;
  /** The record of the transferor, who got the call back. */
  recall: PlacedRecord | null;
}

/** What is known of a transfer's end when its outcome is asked. */
export interface Ending {
  transfer: TransferInCall;
  destination: Destination;
  recorded: Recorded;
  failure: Failure | null;
  /** A queue or ring group was dialled. */
  group: boolean;
}

/** Somebody who declines a call does so sooner than this. */
export const LONG_RINGING_MS = 15_000;
export const ANNOUNCEMENT_MS = 1_000;
export const OPEN = claim<Outcome>('unknown');
