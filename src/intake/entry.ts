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

/** Equal for entries that could be one row. */
export function waitingKey(entry: BatchEntry): string {
  return entry.what === 'transfer'
    ? `t${entry.transfer.sn} ${entry.identity.digest}`
    : `e${entry.event.sn} ${entry.digest}`;
}

/**
 * Whether two entries with the same key that wait together are deliveries of one event. Only with
 * SIMULATION=on, where a whole day can be pushed in a moment, do entries wait together whose times are
 * further apart than any sender waits, in ms; there the database decides.
 */
export function isResend(first: BatchEntry, second: BatchEntry, longestWait: number): boolean {
  if (first.what === 'transfer' && second.what === 'transfer') {
    const [legs, others] = [first.identity.legs, second.identity.legs];
    if (legs && others && legs.join() !== others.join()) return false;
  }
  return Math.abs(arrival(second) - arrival(first)) <= longestWait;
}

const arrival = (entry: BatchEntry) =>
  (entry.what === 'transfer' ? entry.transfer.receivedAt : entry.receivedAt).getTime();

export function membersIn(entry: BatchEntry): number {
  if (entry.what === 'transfer') return entry.transfer.members.length;
  return 'members' in entry.event ? entry.event.members.length : 0;
}
