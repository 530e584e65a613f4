import type { PbxEvent, RecordStatus } from '../../transfer/event.js';
import type { ScriptParty } from './pbx.js';
import type { Truth } from './truth.js';

export type ScriptState = 'ALERT' | 'RING' | 'ANSWER' | 'ANSWERED' | 'HOLD' | 'BYE';

/** One channel of a call. */
export interface ScriptLeg {
  party: ScriptParty;
  channelid: string;
  /** v1's own id of an outside leg. */
  legid: string;
  /** The group through which it was reached. */
  callpath?: string;
  state: ScriptState | null;
  /** A technical leg; only dialects with channel ids can show it. */
  technical?: true;
}

export interface ScriptCall {
  id: string;
  legs: ScriptLeg[];
  transfers: number;
}

/** A leg's new state; `peer` is the party at its other end, which v1 names beside it. */
export interface ScriptChange {
  leg: ScriptLeg;
  state: ScriptState;
  peer?: ScriptLeg;
}

export interface Said {
  at: number;
  event: PbxEvent;
  /** Of a transfer event: what is true of it. */
  truth?: Truth;
}

export interface ScriptRecord {
  call: ScriptCall;
  from: ScriptParty;
  to: { number: string; answeredBy?: string; trunkname?: string };
  startedAt: number;
  answeredAt: number | null;
  endedAt: number;
  status: RecordStatus;
}

/** How a transfer is reported. */
export interface Telling {
  /** The two extensions stand in the other order than this dialect is believed to use. */
  swapped?: boolean;
  /** Only the one handed on is named. */
  alone?: boolean;
  /** `false`: no transfer event is sent, so there is no transfer to find. */
  reported?: boolean;
}
