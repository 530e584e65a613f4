import type { FailedEvent, ForwardEvent } from '../../../transfer/event.js';
import { clockOf, type Clock } from './pbx-clock.js';
import { compare, inOrder, type Evidence, type KnownEvent } from './evidence.js';
import { transfersInCall, ownersOf, type TransferInCall } from './transfers-in-call.js';
import { legsOf, type Leg } from './legs.js';
import { recordsOf, type PlacedRecord } from './records.js';

/**
 * A call as its evidence shows it: the ground on which every question about its transfers is answered. What they ask
 * again and again is worked out once, so that a call costs as much as its evidence is long.
 */
export interface Call {
  callid: string;
  hops: TransferInCall[];
  /** Of this call and of those around it. */
  legs: Leg[];
  leg: Map<string, Leg>;
  /** The call's own, and those around it by their ids in order. */
  own: Part;
  around: Part[];
  /** The transfer that each of its own records follows. */
  owner: Map<PlacedRecord, TransferInCall>;
  /** Every number that is known to be a phone's. */
  phones: Set<string>;
}

/** What is known of one call id. */
export interface Part {
  callid: string;
  /** When it began by its id, else when it was first heard of. */
  start: number | null;
  /** Every leg that was told in it, those too that came from another one. */
  legs: Leg[];
  records: PlacedRecord[];
  forwards: ForwardEvent[];
  failures: { event: FailedEvent; at: number }[];
}

export function callOf(callid: string, evidence: Evidence): Call {
  const events = inOrder(evidence.events);
  const clock = clockOf(events);
  const legs = legsOf(events);
  const leg = new Map(legs.map((each) => [each.key, each]));
  const parts = partsOf(events, legs, recordsOf(events, clock), clock);
  const own = parts.get(callid) ?? newPart(callid);
  const transfers = evidence.transfers.filter((transfer) => transfer.callid === callid);
  const hops = transfersInCall(transfers, leg, own);
  return {
    callid,
    hops,
    legs,
    leg,
    own,
    around: [...parts.values()].filter((part) => part !== own).sort((a, b) => compare(a.callid, b.callid)),
    owner: ownersOf(own.records, hops),
    phones: phonesOf(events, legs, hops),
  };
}

function partsOf(
  events: KnownEvent[],
  legs: Leg[],
  records: PlacedRecord[],
  clock: Clock,
): Map<string, Part> {
  const parts = new Map<string, Part>();
  for (const { event, receivedAt } of events) {
    const part = parts.get(event.callid) ?? newPart(event.callid, clock.callStart(event.callid));
    parts.set(event.callid, part);
    if (event.what !== 'record') part.start ??= +receivedAt;
    if (event.what === 'forward') part.forwards.push(event);
    if (event.what === 'failed') part.failures.push({ event, at: +receivedAt });
  }
  for (const leg of legs) for (const callid of leg.calls) parts.get(callid)!.legs.push(leg);
  for (const record of records) parts.get(record.callid)!.records.push(record);
  return parts;
}

function newPart(callid: string, start: number | null = null): Part {
  return { callid, start, legs: [], records: [], forwards: [], failures: [] };
}

function phonesOf(events: KnownEvent[], legs: Leg[], hops: TransferInCall[]): Set<string> {
  const phones = new Set(legs.map(({ number }) => number));
  for (const { numbers } of hops) numbers.forEach((number) => phones.add(number));
  for (const { event } of events)
    if (event.what !== 'record')
      for (const member of event.members) if (member.kind === 'ext') phones.add(member.number);
  return phones;
}
