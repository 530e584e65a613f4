import { partiesOfTransfer } from '../../../transfer/parties.js';
import type { KnownTransfer } from './evidence.js';

/**
 * A consultation under another id begins before the transfer, while the caller is on hold. A longer time than people
 * keep a caller waiting would find a wrong call more often than the right one.
 */
export const CONSULTED_BEFORE_MS = 5 * 60_000;

/**
 * A call that goes on under a new id begins with the transfer; the disorder of a network, and a clock that is known to
 * some seconds, come on top.
 */
export const CONTINUED_WITHIN_MS = 30_000;

/** The other calls of the same sn whose events are needed: those in which this party appeared first within this time. */
export interface Related {
  party: string;
  from: Date;
  to: Date;
}

/** The calls around a transfer that can bear on its story: one search per party by the index (sn, party, at). */
export function relatedTo(transfer: KnownTransfer): Related[] {
  const at = +transfer.receivedAt;
  return partiesOfTransfer(transfer).map((party) => ({
    party,
    from: new Date(at - CONSULTED_BEFORE_MS),
    to: new Date(at + CONTINUED_WITHIN_MS),
  }));
}

/** How long before and after the first event of a call a transfer of one of its parties can concern it, in ms. */
export interface Reach {
  before: number;
  after: number;
}

/**
 * The same the other way round: beside the transfers of its own call, an event can concern those of its parties that were
 * received within this time of the first event of its call.
 */
export const REACH: Reach = { before: CONTINUED_WITHIN_MS, after: CONSULTED_BEFORE_MS };
