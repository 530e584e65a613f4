import type { PbxEvent } from '../../transfer/event.js';

/** How a PBX of a dialect speaks: the other direction, for the simulator and the tests. */
export interface DialectWriter {
  /** What a PBX would send for this event; null where the dialect cannot express it. */
  write(event: PbxEvent): string | null;
  /** The same for an event that the program answers `ignored`, with the name that it has in this dialect. */
  writeIgnored(event: IgnoredEvent): { name: string; body: string };
  names: EventNames;
  /** The serial numbers of two made-up PBXes; empty where the dialect tells none. */
  serials: readonly [string, string];
  /** Whether a PBX of this dialect can have this serial number. */
  takesSerial(sn: string): boolean;
  /** A transfer event names the extension before the outside party. */
  putsExtensionFirst: boolean;
  /** A transfer event tells the states of its members. */
  tellsStatesInTransfers: boolean;
  /** The record of a caller who left a queue can say so. */
  recordsAbandoned: boolean;
}

/** An event about something else than a call's members, by its name and by its number of the P-Series. */
export interface IgnoredEvent {
  name: string;
  type: number;
  facts: object;
  sn: string;
}

/** What a dialect calls its events. */
export interface EventNames {
  transfer: string;
  /** Null where an event is called by the state that it tells: RING, ANSWER and so on. */
  status: string | null;
  record: string;
  /** Null where a transfer event that names the caller alone tells of forwarding. */
  forward: string | null;
  failed: string;
}
