import type { CallEvent } from '../../../transfer/event.js';
import type { Transfer } from '../../../transfer/transfer.js';

/** What a story needs of a transfer. */
export interface KnownTransfer
  extends
    Pick<
      Transfer,
      'id' | 'dialect' | 'callid' | 'members' | 'receivedAt' | 'direction' | 'transferor' | 'transferee'
    >,
    Sent {
  /** A lone outside party is always a forwarded caller in this dialect. */
  isForwardWhenAlone?: boolean;
}

/** The address of a PBX without a serial number, where it is known. */
interface Sent {
  sender?: string;
}

/** One event that is kept, with the time of its first arrival: events have no time of their own. */
export interface KnownEvent extends Sent {
  id: string;
  receivedAt: Date;
  event: CallEvent;
}

/** All that one PBX (one sn) is known to have said about a call and the calls around it (related.ts says which). */
export interface Evidence {
  transfers: KnownTransfer[];
  events: KnownEvent[];
}

/** How late an event may arrive. Within this time the order is decided by content, not by arrival. */
export const DISORDER_MS = 20_000;

/**
 * Events in one total order that depends on nothing but time and content: the order in which they were loaded, and
 * their ids, leave no trace. A re-send leaves none either, since only the first time of a thing is ever asked for.
 */
export function inOrder(events: KnownEvent[]): KnownEvent[] {
  const words = new Map<KnownEvent, string>();
  // Written only for events of the same millisecond, of which there are few.
  const wordsOf = (known: KnownEvent): string => {
    const said = words.get(known) ?? JSON.stringify(ordered(known.event));
    words.set(known, said);
    return said;
  };
  return events.toSorted((a, b) => +a.receivedAt - +b.receivedAt || compare(wordsOf(a), wordsOf(b)));
}

/** No real call has more; a made-up one must not delay the stories of others. */
const MEMBERS_OF_A_STORY = 5_000;

/** As much as is looked at: the call's own events first, and each from the earliest on. */
export function bounded(callid: string, { transfers, events }: Evidence): Evidence {
  const size = ({ event }: KnownEvent): number => (event.what === 'record' ? 1 : event.members.length);
  if (events.reduce((sum, known) => sum + size(known), 0) <= MEMBERS_OF_A_STORY) return { transfers, events };
  let left = MEMBERS_OF_A_STORY;
  const own = ({ event }: KnownEvent): number => (event.callid === callid ? 0 : 1);
  const first = events
    .toSorted((a, b) => own(a) - own(b) || +a.receivedAt - +b.receivedAt || compare(a.id, b.id))
    .filter((known) => (left -= size(known)) >= 0);
  return { transfers, events: first };
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
