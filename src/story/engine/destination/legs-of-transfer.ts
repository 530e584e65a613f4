import { partyNumber } from '../../../transfer/member.js';
import type { Call, TransferInCall } from '../evidence/call-model.js';
import { RECORD_ROUNDING_MS } from '../evidence/records.js';
import { DISORDER_MS } from '../evidence/evidence.js';
import {
  partyOf,
  began,
  byeAt,
  firstAt,
  namedTogether,
  talkedAt,
  TALKING,
  talked,
  WITH,
  type Leg,
} from '../evidence/leg.js';
import { rolesOf, type TalkingParties } from '../people/roles.js';

/** The other phones stop ringing within this time after one of them answers. */
export const SAME_MOMENT_MS = 2_000;
/** Events of one moment overtake each other by so much on separate connections. */
export const OVERTAKEN_MS = 300;

/**
 * The legs that can belong to this transfer and to no other, first to last: begun after the transferor had got the
 * call, still there when the transfer was made, and begun before the next one. Those of its members are not among them.
 */
export function legsOfTransfer(transfer: TransferInCall, people: TalkingParties, call: Call): Leg[] {
  return inSequence(possibleLegs(transfer, people, call));
}

/** As they were made: the channels of one PBX count up. */
export const inSequence = (legs: Leg[]): Leg[] =>
  legs.toSorted((a, b) => (a.seq !== null && b.seq !== null ? a.seq - b.seq : began(a) - began(b)));

function possibleLegs(transfer: TransferInCall, people: TalkingParties, call: Call): Leg[] {
  const joined = joinedAt(transfer, people.transferors, call);
  const members = new Set(transfer.legs.values());
  return call.own.legs
    .filter((leg) => !members.has(leg) && !transfer.keys.has(leg.key))
    .concat(again(transfer, call))
    .filter((leg) => leg.statuses[0]!.callid === call.callid || people.transferors.includes(leg.number))
    .filter((leg) => isYounger(leg, transfer, joined) && !isCalledByAnother(leg, transfer))
    .filter((leg) => transfer.next === null || isOlder(leg, transfer.next, call));
}

/** Where events name two parties, the RING of a phone names its caller: here one that is no party of the transfer. */
function isCalledByAnother(leg: Leg, { parties }: TransferInCall): boolean {
  const ring = leg.hasNoChannel ? leg.statuses.find(({ status }) => status === 'RING') : undefined;
  if (ring === undefined || ring.event.event.what === 'record') return false;
  const [, caller] = ring.event.event.members;
  return caller !== undefined && !parties.has(partyOf(caller));
}

/** A member whose phone, or whose analogue port, is called once more has a leg of its own for it. */
function again(transfer: TransferInCall, call: Call): Leg[] {
  const members = new Set(transfer.legs.values());
  return call.own.legs.filter(
    (leg) => transfer.keys.has(leg.key) && leg.seq === null && !members.has(leg) && isLater(leg, transfer),
  );
}

const isLater = (leg: Leg, transfer: TransferInCall): boolean =>
  began(leg) > transfer.latest ||
  [...transfer.legs.values()].some((own) => own.key === leg.key && began(own) < began(leg));

/** When the transferor had got the call: what rang until then rang with them. */
export function joinedAt(transfer: TransferInCall, transferors: string[], call: Call): number | null {
  const legs = [...transfer.legs]
    .filter(([, leg]) => talked(leg) && !talkedWithYounger(leg, transfer, call))
    .filter(([member]) => member.kind === 'ext' || transfer.previous === null);
  const own = legs.filter(([member]) => transferors.includes(partyNumber(member)));
  // Before the first transfer those who talked, talked with the transferor.
  const asked = own.length > 0 || transfer.previous !== null || transfer.members.length === 1 ? own : legs;
  return asked.length === 0 ? null : Math.max(...asked.map(([, leg]) => connectedAt(leg)));
}

/** Where an event names two parties, the answer of the one connects the other. */
function connectedAt(leg: Leg): number {
  const named = leg.statuses.find(
    ({ status, event }) => status === WITH && TALKING.includes(event.event.name.trim().toUpperCase()),
  );
  return Math.min(talkedAt(leg)!, named?.at ?? Infinity);
}

/** What began before this moment is how the transferor came to the call, or a consultation of the transfer before. */
export function consultationsSince(transfer: TransferInCall, transferor: string, call: Call): number {
  const joined = joinedAt(transfer, [transferor], call) ?? call.own.start ?? -Infinity;
  const previous = transfer.previous?.latest ?? -Infinity;
  return Math.max(joined, previous) + RECORD_ROUNDING_MS / 3;
}

/** Its first talk that is seen was with a channel younger than all of the transfer: its talk before was not seen. */
function talkedWithYounger(leg: Leg, transfer: TransferInCall, call: Call): boolean {
  const { event } = leg.statuses.find(({ status }) => TALKING.includes(status))!;
  const { seq } = transfer;
  return call.own.legs.some(
    (other) =>
      seq !== null &&
      other.seq !== null &&
      other.seq > seq &&
      other.byEvent.get(event)?.some((status) => TALKING.includes(status)),
  );
}

function isYounger(leg: Leg, transfer: TransferInCall, joined: number | null): boolean {
  if (transfer.seq !== null && leg.seq !== null && leg.seq <= transfer.seq) return false;
  if (wasInPrevious(leg, transfer)) return false;
  // What rang with the transferor, or had left before the transfer, was not called by it.
  const members = [...transfer.legs.values()];
  if (members.some((each) => namedTogether(each, ['RING'], leg, ['RING']))) return false;
  if (members.some((each) => rangBeside(leg, each))) return false;
  const gone = byeAt(leg);
  if (gone !== null && gone < transfer.latest - OVERTAKEN_MS && isGone(leg, gone, transfer)) return false;
  if (joined === null) return transfer.previous === null || began(leg) > transfer.previous.latest;
  const previous = transfer.previous?.latest ?? -Infinity;
  return (
    began(leg) > Math.max(joined, previous - OVERTAKEN_MS) &&
    (talked(leg) || gone === null || gone > joined + SAME_MOMENT_MS)
  );
}

/** Where each phone rings in an event of its own, the phones of a group or queue begin in one moment. */
const rangBeside = (leg: Leg, member: Leg): boolean =>
  leg.hasNoChannel &&
  !talked(leg) &&
  Math.abs((firstAt(member, ['RING']) ?? Infinity) - (firstAt(leg, ['RING']) ?? -Infinity)) <
    SAME_MOMENT_MS / 10;

/** It left while the transferor was still there. Where that is not known, the transfer's own event may be late. */
function isGone(leg: Leg, gone: number, transfer: TransferInCall): boolean {
  if (gone < transfer.at - DISORDER_MS) return true;
  if (!talked(leg) && gone < transfer.latest - SAME_MOMENT_MS / 2) return true;
  return [...transfer.legs.values()].some((own) => own.kind === 'ext' && (byeAt(own) ?? -1) >= gone);
}

function wasInPrevious(leg: Leg, { previous }: TransferInCall): boolean {
  return previous !== null && [...previous.legs.values()].includes(leg);
}

function isOlder(leg: Leg, next: TransferInCall, call: Call): boolean {
  const members = [...next.legs.values()];
  if (members.includes(leg) || (leg.seq !== null && next.keys.has(leg.key))) return true;
  if (members.some((each) => namedTogether(each, ['RING'], leg, ['RING']) || rangBeside(leg, each)))
    return true;
  if (next.seq !== null && leg.seq !== null) return leg.seq <= next.seq;
  const joined = joinedAt(next, rolesTransferors(next), call);
  return began(leg) <= (joined ?? next.latest);
}

function rolesTransferors(transfer: TransferInCall): string[] {
  const { transferor, either } = rolesOf(transfer);
  return either?.map(partyNumber) ?? (transferor === null ? [] : [transferor]);
}
