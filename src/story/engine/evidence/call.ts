import { clockOf, type PbxClock } from './pbx-clock.js';
import { compare, inOrder, type Evidence, type KnownEvent, type KnownTransfer } from './evidence.js';
import { transfersInCall, ownersOf } from './transfers-in-call.js';
import type { TransferInCall, PlacedRecord, Call, Part } from './call-model.js';
import { began, legKey, talkedAt, type Leg } from './leg.js';
import { forwarderOf } from './forwarder.js';
import { type HandOn, legsOfEvents } from './legs-of-events.js';
import { recordsOf } from './records.js';

export function callOf(callid: string, evidence: Evidence): Call {
  const events = inOrder(evidence.events.filter(({ event }) => mayConcern(callid, event)));
  const known = evidence.transfers.filter((transfer) => transfer.callid === callid);
  const clock = clockOf(events, known);
  const byKey = legsOfEvents(callid, events, known.map(handOnOf));
  const legs = [...byKey.values()].flat();
  const parts = partsOf(events, legs, recordsOf(events, clock), clock);
  const own = parts.get(callid) ?? newPart(callid);
  const transfers = transfersInCall(known, own, (member, at) =>
    legAt(byKey.get(legKey(callid, member)) ?? [], at),
  );
  const call: Call = {
    callid,
    transfers,
    legs,
    own,
    around: [...parts.values()].filter((part) => part !== own).sort((a, b) => compare(a.callid, b.callid)),
    owner: ownersOf(own.records, transfers),
    ...numbersOf(events, legs, transfers),
  };
  for (const transfer of transfers)
    if (transfer.members.length === 1 && transfer.previous !== null)
      transfer.forwarder = forwarderOf(transfer, call);
  return call;
}

function handOnOf({ receivedAt, members }: KnownTransfer): HandOn {
  const [extension, another] = members.flatMap((member) => (member.kind === 'ext' ? [member.number] : []));
  return { at: +receivedAt, extension: another === undefined ? (extension ?? null) : null };
}

/**
 * Two PBXes without a serial number differ only in the ids of their calls: the calls around can be those of another
 * PBX.
 */
const mayConcern = (callid: string, event: { callid: string; sn: string }): boolean =>
  event.callid === callid || event.sn !== '';

/** The leg by which a party was in the call at a moment: one that talked by then, else the last that began by then. */
function legAt(legs: Leg[], at: number): Leg | undefined {
  const before = legs.filter((leg) => began(leg) <= at);
  const found = before.findLast((leg) => (talkedAt(leg) ?? Infinity) <= at) ?? before.at(-1);
  if (found !== undefined) return found;
  // A late event, or the first one of a channel, is of this leg. A phone that rings later has another leg.
  const [first] = legs;
  return first !== undefined && (first.seq !== null || !isRung(first)) ? first : undefined;
}

const isRung = (leg: Leg): boolean => leg.statuses[0]!.status === 'RING';

function partsOf(
  events: KnownEvent[],
  legs: Leg[],
  records: PlacedRecord[],
  clock: PbxClock,
): Map<string, Part> {
  const parts = new Map<string, Part>();
  for (const { event, receivedAt } of events) {
    const part = parts.get(event.callid) ?? newPart(event.callid, clock.callStart(event.callid));
    parts.set(event.callid, part);
    if (event.what !== 'record') part.start ??= +receivedAt;
    if (event.what === 'forward') part.forwards.push({ event, at: +receivedAt });
    if (event.what === 'failed') part.failures.push({ event, at: +receivedAt });
  }
  for (const leg of legs) for (const callid of leg.calls) parts.get(callid)!.legs.push(leg);
  for (const record of records) parts.get(record.callid)!.records.push(record);
  return parts;
}

function newPart(callid: string, start: number | null = null): Part {
  return { callid, start, legs: [], records: [], forwards: [], failures: [] };
}

function numbersOf(
  events: KnownEvent[],
  legs: Leg[],
  transfers: TransferInCall[],
): Pick<Call, 'phones' | 'extensions'> {
  const members = events.flatMap(({ event }) => (event.what === 'record' ? [] : event.members));
  const extensions = [...members, ...transfers.flatMap((transfer) => transfer.members)]
    .filter((member) => member.kind === 'ext')
    .map(({ number }) => number);
  return {
    phones: new Set([
      ...extensions,
      ...legs.map(({ number }) => number),
      ...transfers.flatMap(({ numbers }) => [...numbers]),
    ]),
    extensions: new Set(extensions),
  };
}
