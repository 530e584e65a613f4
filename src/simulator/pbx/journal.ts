import type { RecordStatus } from '../../transfer/event.js';
import type { Bridge, Call, Channel, Party, State } from './channel.js';
import type { Arrival } from '../dial-plan/journey.js';

/** What kind of place a dialled number is. */
export type PlaceKind = 'ext' | 'group' | 'queue' | 'ivr' | 'voicemail' | 'outside';

/** Somebody hands a call on, whether the PBX reports it or not. */
export interface TransferAct {
  readonly at: number;
  readonly call: Call;
  /** Who hands on, and with which channel; a forward needs none. */
  readonly transferor: string;
  readonly by: Channel | null;
  /** Who is handed on. */
  readonly rest: Channel;
  readonly how: 'blind' | 'attended' | 'forward';
  readonly reported: boolean;
  readonly dialled: { kind: PlaceKind; number: string };
  /** Where forwards and menus led it after that, in order. */
  readonly ledTo: { kind: PlaceKind; number: string }[];
  /** Of an attended one: the channel of the one who was asked, where he has answered already. */
  readonly partner: Channel | null;
  /** What the dial plan came to, in order. */
  readonly arrivals: {
    at: number;
    arrival: Arrival;
    number: string;
    purpose: 'call' | 'recall';
    hasRung: boolean;
  }[];
  /** A forward that the PBX reports as a transfer of its own, and that this one went on with. */
  forwarded: TransferAct | null;
}

export interface Change {
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

/** Two ends of a leg, from the first ring to the end, as a call record has them. */
export interface LegRecord {
  call: Call;
  from: Party;
  to: string;
  answeredBy: string | null;
  targetTrunk: string | null;
  startedAt: number;
  answeredAt: number | null;
  endedAt: number;
  status: RecordStatus;
  /** It came about by a transfer: some firmware counts its ringing as talk. */
  transferred: boolean;
}

/** All that happens in a PBX, in order: the truth is read off it, and so are the events that it pushes. */
export type Entry =
  | { what: 'states'; at: number; call: Call; changes: Change[]; all: Snapshot[] }
  | { what: 'joined' | 'left'; at: number; bridge: Bridge; channel: Channel }
  | { what: 'transferred'; at: number; transfer: TransferAct; byState: State; restState: State }
  | { what: 'forwarded'; at: number; call: Call; caller: Channel }
  | { what: 'refused'; at: number; call: Call; caller: Channel; reason: string }
  | { what: 'gone'; at: number; channel: Channel; byOwner: boolean }
  | { what: 'recorded'; at: number; record: LegRecord }
  | { what: 'started'; at: number };
