import type { CallEvent } from '../transfer/event.js';
import type { Transfer } from '../transfer/transfer.js';

/** What a story needs of a transfer. */
export type KnownTransfer = Pick<
  Transfer,
  'id' | 'dialect' | 'callid' | 'members' | 'receivedAt' | 'direction' | 'transferor' | 'transferee'
>;

/** One event that is kept, with the time of its first arrival: events have no time of their own. */
export interface KnownEvent {
  id: string;
  receivedAt: Date;
  event: CallEvent;
}

/** All that one PBX (one sn) is known to have said about a call and the calls around it (related.ts says which). */
export interface Evidence {
  transfers: KnownTransfer[];
  events: KnownEvent[];
}

/** How far an event may lag behind those sent after it. Order within it is settled by content, not by arrival. */
export const DISORDER_MS = 20_000;

/**
 * Events in one total order that depends on nothing but time and content: the order in which they were loaded, and
 * their ids, leave no trace. A re-send leaves none either, since only the first time of a thing is ever asked for.
 */
export function inOrder(events: KnownEvent[]): KnownEvent[] {
  return events
    .map((known) => ({ known, words: JSON.stringify(ordered(known.event)) }))
    .sort((a, b) => +a.known.receivedAt - +b.known.receivedAt || compare(a.words, b.words))
    .map(({ known }) => known);
}

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Keys in alphabetical order: a stored event comes back from jsonb with its keys in another order. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .sort(([a], [b]) => compare(a, b))
      .map(([key, part]) => [key, ordered(part)]),
  );
}
