import type { CallEvent } from '../transfer/event.js';
import type { Identity } from '../transfer/identity.js';
import type { Transfer } from '../transfer/transfer.js';

/** A transfer event to be kept. */
export interface TransferEntry {
  what: 'transfer';
  transfer: Transfer;
  identity: Identity;
  /** How often it came; above 1 where the same event stood several times in one batch. */
  deliveries: number;
  raw: Buffer;
}

/** An event that helps to compute a story. */
export interface EventEntry {
  what: 'event';
  id: string;
  event: CallEvent;
  receivedAt: Date;
  /** SHA-256 of what it says, in hexadecimal: equal for two deliveries of one event. */
  digest: string;
  /**
   * The extensions whose state it says, where the same state can come true again; null where a re-send needs no look at
   * what came in between.
   */
  subjects: string[] | null;
  raw: Buffer;
}

export type BatchEntry = TransferEntry | EventEntry;

/** `id` is the first one's for a duplicate. `conflict`: another writer is committing the same event just now; write again. */
export interface EntryResult {
  status: 'stored' | 'duplicate' | 'conflict';
  id: string;
}
