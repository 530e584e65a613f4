import { partyNumber, type Member } from '../../transfer/member.js';
import type { Call } from './evidence/call.js';
import { DISORDER_MS } from './evidence/evidence.js';
import type { TransferInCall } from './evidence/transfers-in-call.js';
import {
  began,
  byeAt,
  firstAt,
  firstInCall,
  legKey,
  talked,
  TALKING,
  toldTogether,
  type Leg,
} from './evidence/legs.js';
import { rolesOf, type Roles } from './roles.js';

/** Where the legs show a transfer to have gone. */
export interface Destination {
  /** The party that took the call, or the one that rang last; null when several rang and none took it. */
  leg: Leg | null;
  number: string | null;
  kind: Member['kind'];
  /** All that rang at the same time. */
  legs: Leg[];
  /** Proven by the next transfer of the call: this party was in it. */
  linked: boolean;
  /** The transferor's phone, rung again because nobody took the call. */
  recall: Leg | null;
  /** The next transfer proves that the transferor had the call again. */
  recalled: boolean;
}

/** The rest of a ring group is dropped a moment after one of them answers. */
const SAME_MOMENT_MS = 2_000;

export function destinationByLegs(hop: TransferInCall, roles: Roles, call: Call): Destination {
  const own = roles.either?.map(partyNumber) ?? [roles.transferor];
  const legs = possibleLegs(hop, roles, call);
  const recall =
    legs.findLast((leg) => own.includes(leg.number) && firstAt(leg, ['RING', 'ANSWER']) !== null) ?? null;
  const others = legs.filter((leg) => !hop.numbers.has(leg.number) || leg.key === consultedKey(hop, roles));
  if (roles.alone) return forwardedTo(legs, roles);
  const destination: Destination = {
    leg: null,
    number: null,
    kind: 'ext',
    legs: [],
    linked: false,
    recall,
    recalled: false,
  };

  const taker = takerByNext(hop, call);
  if (taker !== null && own.includes(partyNumber(taker))) destination.recalled = true;
  else if (taker !== null && !hop.numbers.has(partyNumber(taker))) {
    const leg = call.leg.get(legKey(call.callid, taker)) ?? null;
    const peers = others.filter((each) => each !== leg && leg !== null && overlap(each, leg));
    return {
      ...destination,
      leg,
      number: partyNumber(taker),
      kind: taker.kind,
      legs: leg ? [leg, ...peers] : [],
      linked: true,
    };
  }
  if (roles.consulted !== null) {
    const leg = call.leg.get(legKey(call.callid, roles.consulted)) ?? null;
    const number = partyNumber(roles.consulted);
    return {
      ...destination,
      leg,
      number,
      kind: roles.consulted.kind,
      legs: leg ? [leg] : [],
    };
  }
  const last = others.at(-1);
  if (last === undefined) return destination;
  const batch = others.filter((leg) => leg === last || overlap(leg, last));
  const leg = batch.findLast(talked) ?? (batch.length === 1 ? last : null);
  return {
    ...destination,
    leg,
    number: leg?.number ?? null,
    kind: (leg ?? last).kind,
    legs: batch,
  };
}

/** The one that forwarded rang first and was left; what took the call, or rang last, is where it went. */
function forwardedTo(legs: Leg[], { transferor }: Roles): Destination {
  const others = legs.filter((leg) => leg.number !== transferor);
  const leg = others.findLast(talked) ?? others.at(-1) ?? null;
  const destinationLegs = leg === null ? [] : [leg];
  return {
    leg,
    number: leg?.number ?? null,
    kind: leg?.kind ?? 'ext',
    legs: destinationLegs,
    linked: false,
    recall: null,
    recalled: false,
  };
}

/** Legs that can belong to this transfer and to no other, oldest first. */
function possibleLegs(hop: TransferInCall, roles: Roles, call: Call): Leg[] {
  const joined = joinedAt(hop, roles, call);
  const nextJoined = hop.next && joinedAt(hop.next, rolesOf(hop.next, call), call);
  return call.own.legs
    .filter((leg) => !hop.keys.has(leg.key) || leg.key === consultedKey(hop, roles))
    .filter((leg) => isYounger(leg, hop, joined, call) || leg.key === consultedKey(hop, roles))
    .filter((leg) => hop.next === null || hop.next.keys.has(leg.key) || isOlder(leg, hop.next, nextJoined))
    .sort((a, b) => (a.seq !== null && b.seq !== null ? a.seq - b.seq : began(a) - began(b)));
}

const consultedKey = (hop: TransferInCall, roles: Roles): string | null =>
  roles.consulted && legKey(hop.transfer.callid, roles.consulted);

/** When the transferor had got the call: what rang until then rang with them. */
function joinedAt(hop: TransferInCall, roles: Roles, call: Call): number | null {
  const numbers = roles.either?.map(partyNumber) ?? [roles.transferor];
  const legs = (members: Member[]): Leg[] =>
    members
      .map((member) => call.leg.get(legKey(call.callid, member)))
      .filter((leg) => leg !== undefined)
      .filter((leg) => talked(leg) && !talkedWithYounger(leg, hop, call));
  const own = legs(hop.members.filter((member) => numbers.includes(partyNumber(member))));
  // Before the first transfer whoever talked, talked with the transferor.
  const asked = own.length > 0 || hop.previous !== null || roles.alone ? own : legs(hop.members);
  return asked.length === 0 ? null : Math.max(...asked.map((leg) => firstAt(leg, TALKING)!));
}

/** Was the first that it talked with a channel younger than all of the transfer? Then nothing is known of its talk before. */
function talkedWithYounger(leg: Leg, hop: TransferInCall, call: Call): boolean {
  const { event } = leg.marks.find(({ status }) => TALKING.includes(status))!;
  return call.own.legs.some(
    (other) =>
      hop.seq !== null &&
      other.seq !== null &&
      other.seq > hop.seq &&
      other.told.get(event)?.some((status) => TALKING.includes(status)),
  );
}

function isYounger(leg: Leg, hop: TransferInCall, joined: number | null, call: Call): boolean {
  // A party consulted under another id can have been in that call for longer; it counts from the merge.
  const merged = leg.marks[0]!.callid !== call.callid;
  if (merged) return firstInCall(leg, [...TALKING, 'HOLD', 'BYE'], call.callid)! >= hop.at - DISORDER_MS;
  if (hop.seq !== null && leg.seq !== null && leg.seq <= hop.seq) return false;
  // What rang with the transferor, or had stopped ringing before the transfer, was not rung by it.
  const own = [...hop.keys].map((key) => call.leg.get(key)).filter((each) => each !== undefined);
  if (own.some((each) => toldTogether(each, ['RING'], leg, ['RING']))) return false;
  const gone = talked(leg) ? null : byeAt(leg);
  if (gone !== null && gone < hop.at - DISORDER_MS) return false;
  if (joined === null) return hop.previous === null || began(leg) > hop.previous.at;
  return began(leg) > joined && (gone === null || gone > joined + SAME_MOMENT_MS);
}

function isOlder(leg: Leg, next: TransferInCall, nextJoined: number | null): boolean {
  if (next.seq !== null && leg.seq !== null) return leg.seq <= next.seq;
  return began(leg) <= (nextJoined ?? next.at);
}

/** The party that transferred, or was transferred, next and had not been there before took this transfer. */
function takerByNext(hop: TransferInCall, call: Call): Member | null {
  if (hop.next === null || ![...hop.keys].some((key) => hop.next!.keys.has(key))) return null;
  const consulted = rolesOf(hop.next, call).consulted;
  const fresh = hop.next.members.filter(
    (member) => member !== consulted && !hop.keys.has(legKey(call.callid, member)),
  );
  return fresh.length === 1 ? fresh[0]! : null;
}

/** Did one ring or talk while the other began to? */
function overlap(earlier: Leg, later: Leg): boolean {
  return began(later) - began(earlier) < SAME_MOMENT_MS || (byeAt(earlier) ?? Infinity) > began(later);
}
