import { clockOf, type Clock } from './clock.js';
import { inOrder, type Evidence, type KnownEvent } from './evidence.js';
import { hopsOf, type Hop } from './hops.js';
import { legsOf, type Leg } from './legs.js';
import { recordsOf, type PlacedRecord } from './records.js';

/** A call as its evidence shows it: the ground on which every question about its transfers is answered. */
export interface Call {
  callid: string;
  hops: Hop[];
  /** Of this call and of those around it. */
  events: KnownEvent[];
  legs: Leg[];
  leg: Map<string, Leg>;
  records: PlacedRecord[];
  clock: Clock;
}

export function callOf(callid: string, evidence: Evidence): Call {
  const events = inOrder(evidence.events);
  const clock = clockOf(events);
  const legs = legsOf(events);
  const leg = new Map(legs.map((each) => [each.key, each]));
  const records = recordsOf(events, clock);
  const hops = hopsOf(
    evidence.transfers.filter((transfer) => transfer.callid === callid),
    leg,
    records,
  );
  return { callid, hops, events, legs, leg, records, clock };
}
