import type { KeptEvent } from '../transfer/event.js';
import type { Identity } from '../transfer/identity.js';
import type { Transfer } from '../transfer/transfer.js';

/** A transfer event to be kept. */
export interface TransferEntry {
  what: 'transfer';
  transfer: Transfer;
  identity: Identity;
  /** The address of a PBX without a serial number, else empty. */
  sender: string;
  /** How often it came; above 1 where the same event stood several times in one batch. */
  deliveries: number;
  raw: Buffer;
}

/** An event that is kept as a fact of its call. */
export interface EventEntry {
  what: 'event';
  id: string;
  event: KeptEvent;
  sender: string;
  receivedAt: Date;
  /** SHA-256 of what it says, in hexadecimal: equal for two deliveries of one event. */
  digest: string;
  /**
   * The extensions of a status event, where the same extension can be in the same state again later; null
   * where the digest alone decides whether it is a re-send.
   */
  subjects: string[] | null;
  raw: Buffer;
}

export type BatchEntry = TransferEntry | EventEntry;

/** A duplicate has the `id` of the stored row. `conflict`: another writer commits the event; write again. */
export interface EntryResult {
  status: 'stored' | 'duplicate' | 'conflict';
  id: string;
}
