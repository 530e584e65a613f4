import type { Dialect, PbxEvent } from '../../transfer/event.js';
import type { JsonObject } from './lossless-json.js';

/** What is wrong with an event, at a path in the event as sent: `members[1].ext.number`. */
export interface Fault {
  path: string;
  /** What would be right there. */
  message: string;
}

export type Reading = { event: PbxEvent } | { faults: Fault[] };

/** One way of writing events. Its file also has the classes of what it sends, and validates with them. */
export interface EventDialect {
  name: Dialect;
  /** True for the events of this dialect and no other. */
  claims(body: JsonObject): boolean;
  /** Refuses only a transfer that misses what it needs. Never throws. */
  read(body: JsonObject): Reading;
}
