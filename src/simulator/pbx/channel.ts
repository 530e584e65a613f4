import type { RecordStatus } from '../../transfer/event.js';
import type { Process } from './agenda.js';

/** One end of a leg: an extension, or an outside number behind a trunk. */
export type ChannelParty =
  | { kind: 'ext'; number: string }
  | { kind: 'inbound' | 'outbound'; from: string; to: string; trunkname: string };

export type State = 'ALERT' | 'RING' | 'ANSWER' | 'ANSWERED' | 'HOLD' | 'BYE';

/** What shares one call id. */
export interface SwitchedCall {
  readonly id: string;
  /** In the order in which they came; those that are gone are not among them. */
  channels: Channel[];
}

/** Those who hear each other. */
export interface Bridge {
  readonly channels: Set<Channel>;
}

export interface Channel {
  readonly id: string;
  /** v1's own id of an outside leg. */
  readonly legid: string;
  readonly party: ChannelParty;
  /** Who sits at it: an extension's number, also where it is the extension's mobile phone, or an outside number. */
  readonly owner: string;
  call: SwitchedCall;
  state: State | null;
  /** The queue, group or IVR through which it is led. */
  callpath: string | undefined;
  bridge: Bridge | null;
  /** Where the dial plan is leading it. */
  journey: Journey | null;
  /** The dial that rings it or rang it; for one that picked a call up, the dial that it took over. */
  dial: Dial | null;
  gone: boolean;
}

/** The phones of a number ring for somebody: by one or more channels at once. */
export interface Dial {
  /** Who asked for it. It changes when the one who asked hands the ringing call on. */
  journey: Journey;
  /** The number that was dialled last: of the extension, group, queue or outside party. */
  readonly number: string;
  readonly purpose: 'call' | 'recall';
  legs: Channel[];
  startedAt: number;
  isOver: boolean;
}

/** How it ended to lead a channel to a number. */
export type Arrival =
  'answered' | 'gone' | 'timeout' | 'busy' | 'declined' | 'unreachable' | 'voicemail' | 'menu';

/** A channel on its way through the dial plan. */
export interface Journey {
  /** Who is led. It changes when the one who asked hands the ringing call on. */
  channel: Channel;
  /** The transfer that sent it there; null for a call or a consultation of its own. */
  transfer: TransferAct | null;
  /** The number that was dialled first. */
  readonly dialled: string;
  process: Process | null;
  dial: Dial | null;
  /** Who took it. */
  taker: Channel | null;
  /** Whether any phone rang so far. */
  hasRung: boolean;
  /** Where forwards and menus led it, in order. */
  readonly ledTo: { kind: PlaceKind; number: string }[];
  /** The leg that a forward goes on with, where the firmware writes one record of both. */
  forwardedLeg: OpenLeg | null;
  /** A question, whose end leaves the one who asks in the call. */
  readonly isConsultation: boolean;
  startedAt: number;
}

/** What kind of place a dialled number is. */
export type PlaceKind = 'ext' | 'group' | 'queue' | 'ivr' | 'voicemail' | 'outside';

/** Somebody hands a call on, whether the PBX reports it or not. */
export interface TransferAct {
  readonly at: number;
  readonly call: SwitchedCall;
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

/** Two ends of a leg, from the first ring to the end, as a call record has them. */
export interface LegRecord {
  call: SwitchedCall;
  from: ChannelParty;
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

/** A leg that is not over yet. */
export interface OpenLeg {
  caller: Channel;
  callee: Channel | null;
  record: Omit<LegRecord, 'endedAt' | 'status' | 'from'>;
  status: RecordStatus;
}

export function numberOf(party: ChannelParty): string {
  if (party.kind === 'ext') return party.number;
  return party.kind === 'inbound' ? party.from : party.to;
}
