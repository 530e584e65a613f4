import type { Journey } from '../dial-plan/journey.js';

/** One end of a leg: an extension, or an outside number behind a trunk. */
export type Party =
  | { kind: 'ext'; number: string }
  | { kind: 'inbound' | 'outbound'; from: string; to: string; trunkname: string };

export type State = 'ALERT' | 'RING' | 'ANSWER' | 'ANSWERED' | 'HOLD' | 'BYE';

/** What shares one call id. */
export interface Call {
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
  readonly party: Party;
  /** Who sits at it: an extension's number, also where it is the extension's mobile phone, or an outside number. */
  readonly owner: string;
  call: Call;
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

export function numberOf(party: Party): string {
  if (party.kind === 'ext') return party.number;
  return party.kind === 'inbound' ? party.from : party.to;
}
