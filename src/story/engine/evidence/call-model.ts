import type { FailedEvent, ForwardEvent, RecordEvent } from '../../../transfer/event.js';
import type { Member } from '../../../transfer/member.js';
import type { Leg } from './leg.js';
import type { KnownTransfer } from './evidence.js';

/**
 * A call as its evidence shows it, for all rules. What several rules need is computed once, so that the cost
 * grows with the amount of evidence only.
 */
export interface Call {
  callid: string;
  transfers: TransferInCall[];
  /** Of this call and of those around it. */
  legs: Leg[];
  /** The call's own, and those around it by their ids in order. */
  own: Part;
  around: Part[];
  /** The transfer that each of its own records follows. */
  owner: Map<PlacedRecord, TransferInCall>;
  /** Every number that is known to be a phone's. */
  phones: Set<string>;
  extensions: Set<string>;
}

/** What is known of one call id. */
export interface Part {
  callid: string;
  /** When it began by its id, else when its first event came. */
  start: number | null;
  /** Every leg that was in it, those too that came from another one. */
  legs: Leg[];
  records: PlacedRecord[];
  forwards: { event: ForwardEvent; at: number }[];
  failures: { event: FailedEvent; at: number }[];
}

export type LegAt = (member: Member, at: number) => Leg | undefined;

/** One transfer in its place among the transfers of its call. */
export interface TransferInCall {
  transfer: KnownTransfer;
  /** When its event came, and the latest moment at which it can have been made. */
  at: number;
  latest: number;
  /** The members that are people, and the legs by which they were in the call. */
  members: Member[];
  legs: Map<Member, Leg>;
  keys: Set<string>;
  parties: Set<string>;
  numbers: Set<string>;
  /** Somebody in it left as its event came: the event was not late. */
  confirmed: boolean;
  /** Of a lone caller whose call had been handed on before: the extension that is seen to have forwarded it. */
  forwarder: string | null;
  /** The youngest channel in it, null where the dialect names none. */
  seq: number | null;
  previous: TransferInCall | null;
  next: TransferInCall | null;
  place: number;
}

/** A call record on our clock. */
export interface PlacedRecord extends RecordEvent {
  /** Null where the PBX's clock is not known. */
  start: number | null;
}
