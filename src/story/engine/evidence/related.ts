import { partiesOfTransfer } from '../../../transfer/parties.js';
import type { KnownTransfer } from './evidence.js';

/**
 * A consultation under another id begins before the transfer: while the caller is on hold. Longer than people keep
 * someone waiting costs a wrong neighbour more often than it finds the right one.
 */
export const CONSULTED_BEFORE_MS = 5 * 60_000;

/**
 * A call that goes on under a new id begins with the transfer; the disorder of a network, and a clock that is known to
 * some seconds, come on top.
 */
export const CONTINUED_WITHIN_MS = 30_000;

/** Of which other calls of the same sn must the events be known? Those that had this party first in this time. */
export interface Related {
  party: string;
  from: Date;
  to: Date;
}

/** The calls around a transfer that can bear on its story: one question per party to an index (sn, party, at). */
export function relatedTo(transfer: KnownTransfer): Related[] {
  const at = +transfer.receivedAt;
  return partiesOfTransfer(transfer).map((party) => ({
    party,
    from: new Date(at - CONSULTED_BEFORE_MS),
    to: new Date(at + CONTINUED_WITHIN_MS),
  }));
}

/**
 * The other way round: an event of a call whose first event came at some time can bear on transfers of its parties
 * received from so long before to so long after, beside those of its own call.
 */
export const REACH = { before: CONTINUED_WITHIN_MS, after: CONSULTED_BEFORE_MS };
