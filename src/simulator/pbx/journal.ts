import type { Bridge, Channel, LegRecord, State, SwitchedCall, TransferAct } from './channel.js';

export interface StateChange {
  channel: Channel;
  state: State;
  /** The party at the other end, which v1 names beside it. */
  peer?: Channel | undefined;
}

/** A channel as it was at that moment. */
export interface Snapshot {
  channel: Channel;
  state: State;
  callpath: string | undefined;
}

/** All that happens in a PBX, in order: the truth is read off it, and so are the events that it pushes. */
export type Entry =
  | { what: 'states'; at: number; call: SwitchedCall; changes: StateChange[]; all: Snapshot[] }
  | { what: 'joined' | 'left'; at: number; bridge: Bridge; channel: Channel }
  | { what: 'transferred'; at: number; transfer: TransferAct; byState: State; restState: State }
  | { what: 'forwarded'; at: number; call: SwitchedCall; caller: Channel }
  | { what: 'refused'; at: number; call: SwitchedCall; caller: Channel; reason: string }
  | { what: 'gone'; at: number; channel: Channel; byOwner: boolean }
  | { what: 'recorded'; at: number; record: LegRecord }
  | { what: 'started'; at: number };
