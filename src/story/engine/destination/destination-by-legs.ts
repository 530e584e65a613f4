import type { Call, TransferInCall } from '../evidence/call-model.js';
import { DISORDER_MS } from '../evidence/evidence.js';
import {
  began,
  byeAt,
  namedTogether,
  rang,
  talked,
  talkedAt,
  TALKING,
  WITH,
  type Leg,
} from '../evidence/leg.js';
import { RECORD_ROUNDING_MS, taker } from '../evidence/records.js';
import { transferorsBefore, type TalkingParties, type Roles } from '../people/roles.js';
import { partyNumber } from '../../../transfer/member.js';
import { attemptsOf } from './attempts.js';
import type { Destination } from './destination-model.js';
import { legsOfTransfer, SAME_MOMENT_MS } from './legs-of-transfer.js';
import { legsOfConsultation } from './legs-of-consultation.js';
import { purposeOf, type CallPurpose } from './call-purpose.js';

/** Where the legs of the call say that it went: to a member of the event, by a forward, or as `weighed` explains. */
export function destinationByLegs(
  transfer: TransferInCall,
  roles: Roles,
  people: TalkingParties,
  call: Call,
): Partial<Destination> {
  const transferee = people.transferee === null ? undefined : transfer.legs.get(people.transferee);
  if (roles.consulted !== null) return { transferee, ...asMember(transfer, roles) };
  const own = people.transferor === null ? undefined : transfer.legs.get(people.transferor);
  const possible = legsOfTransfer(transfer, people, call).filter(
    (leg) => !wasOver(leg, own, transferee, transfer),
  );
  if (roles.alone) return { transferee, ...forwardedTo(possible, transfer, people) };
  return { transferee, ...weighed(possible, transferee, transfer, people, call) };
}

/**
 * Weighs the explanations that the legs of the call leave. A party was consulted before and is still there, or a
 * party was called by the transfer. Where both are possible and neither is seen with the transferee, nothing
 * is claimed.
 */
function weighed(
  possible: Leg[],
  transferee: Leg | undefined,
  transfer: TransferInCall,
  people: TalkingParties,
  call: Call,
): Partial<Destination> {
  const { purposes, asked, others } = byPurpose(possible, transfer, people, call);
  const merged = asked.filter((leg) => isWith(leg, transferee, transfer, people, call));
  const fresh = others.filter((leg) => began(leg) < transfer.at + DISORDER_MS);
  const explanations = new Set((merged.length > 0 ? merged : asked).map(({ party }) => party));
  if (explanations.size > 1 && !wereOneConsultation(asked)) return { purpose: 'either' };
  if (asked.some(talked) && merged.length === 0 && fresh.length > 0) {
    // The asked party may have hung up and been called again; a call to another party is another explanation.
    if (!fresh.every((leg) => explanations.has(leg.party))) return { purpose: 'either' };
    return shown(others, purposes, transfer, people);
  }
  const found = merged.length > 0 ? merged : asked;
  const consultation = found.flatMap((leg) => legsOfConsultation(leg, transfer, people, call));
  for (const leg of consultation) purposes.set(leg, 'consultation');
  const consultationBegan = consultation[0] === undefined ? null : heldAt(transferee, began(consultation[0]));
  return {
    consultationBegan,
    ...shown([...new Set([...consultation, ...others])], purposes, transfer, people),
  };
}

/** The legs that were asked in a consultation, and all others that this transfer can have called. */
function byPurpose(
  possible: Leg[],
  transfer: TransferInCall,
  people: TalkingParties,
  call: Call,
): { purposes: Map<Leg, CallPurpose>; asked: Leg[]; others: Leg[] } {
  const purposes = new Map(possible.map((leg) => [leg, purposeOf(leg, transfer, people, call)]));
  // A party that the transferee had called before is not called by this transfer.
  const isOwnBefore = (leg: Leg) =>
    purposes.get(leg) === 'transfer' && began(leg) < transfer.at - DISORDER_MS;
  const isAsked = (leg: Leg) =>
    purposes.get(leg) === 'consultation' && !people.transferors.includes(leg.number);
  // A consultation counts only where no fresh leg of the same party rings.
  const isReplaced = (leg: Leg) => possible.some((other) => isAfresh(other, leg, transfer));
  const legs = possible.filter(
    (leg) => !isOwnBefore(leg) && !(purposes.get(leg) !== 'transfer' && isReplaced(leg)),
  );
  return { purposes, asked: legs.filter(isAsked), others: legs.filter((leg) => !isAsked(leg)) };
}

/**
 * The consultation had ended, since the two talk with each other after its answer: where the dialect names no channels,
 * the BYE can be left out as a re-send.
 */
function wasOver(
  leg: Leg,
  own: Leg | undefined,
  transferee: Leg | undefined,
  { latest }: TransferInCall,
): boolean {
  const answered = talkedAt(leg);
  if (!leg.hasNoChannel || answered === null || own === undefined) return false;
  return (transferee?.statuses ?? []).some(
    ({ status, at, event }) =>
      TALKING.includes(status) && at > answered && at < latest && own.byEvent.has(event),
  );
}

const isAfresh = (leg: Leg, asked: Leg, { latest }: TransferInCall): boolean =>
  leg !== asked &&
  leg.party === asked.party &&
  rang(leg) &&
  began(leg) >= latest &&
  (byeAt(asked) ?? (asked.hasNoChannel ? latest : Infinity)) <= latest + SAME_MOMENT_MS;

/** The transferee is put on hold when the consultation begins. */
const heldAt = (transferee: Leg | undefined, before: number): number | null =>
  transferee?.statuses.findLast(({ status, at }) => status === 'HOLD' && at <= before)?.at ?? null;

function shown(
  legs: Leg[],
  purposes: Map<Leg, CallPurpose>,
  transfer: TransferInCall,
  { transferors }: TalkingParties,
): Partial<Destination> {
  const isAsked = legs[0] !== undefined && purposes.get(legs[0]) === 'consultation';
  const { callid } = transfer.transfer;
  const found = attemptsOf(legs, { transferors, callid, since: isAsked ? null : transfer.at });
  const first = found.attempts[0]?.legs ?? [];
  const purpose = purposeOfAll(first, purposes, transferors);
  const evidence = found.attempts.length > 0 || found.recall !== null ? (['call-status'] as const) : [];
  return {
    ...found,
    purpose,
    consulted: purpose === 'consultation' && found.answer !== null,
    evidence: [...evidence],
  };
}

/** Phones that ring together are called for one purpose: what is known of one is true of all. */
function purposeOfAll(
  legs: Leg[],
  purposes: Map<Leg, CallPurpose>,
  transferors: string[],
): CallPurpose | null {
  const others = legs.filter(({ number }) => !transferors.includes(number));
  const found = new Set((others.length > 0 ? others : legs).map((leg) => purposes.get(leg) ?? 'either'));
  const [one, more] = [...found].filter((purpose) => purpose !== 'either');
  if (found.size === 0) return null;
  return one === undefined || more !== undefined ? 'either' : one;
}

/** The phones of a group ring together, those of a queue by one path. */
const wereOneConsultation = (legs: Leg[]): boolean =>
  legs.every(
    (leg) =>
      (leg.path !== null && leg.path === legs[0]!.path) || began(leg) - began(legs[0]!) < SAME_MOMENT_MS,
  );

/** Is the leg seen with the transferee from the transfer on? */
function isWith(
  leg: Leg,
  transferee: Leg | undefined,
  transfer: TransferInCall,
  people: TalkingParties,
  call: Call,
): boolean {
  const there = [...TALKING, WITH, 'BYE'];
  if (namedTogether(transferee, there, leg, there, transfer.latest)) return true;
  const number = people.transferee === null ? null : partyNumber(people.transferee);
  return call.own.records.some(
    (record) =>
      record.from === number &&
      (taker(record) === leg.number || record.to === leg.number) &&
      record.start !== null &&
      record.start >= transfer.latest - RECORD_ROUNDING_MS &&
      call.owner.get(record) === transfer,
  );
}

/** The target is itself a member of the transfer event. */
function asMember(transfer: TransferInCall, roles: Roles): Partial<Destination> {
  const leg = transfer.legs.get(roles.consulted!);
  if (leg === undefined) return { purpose: 'consultation', consulted: true, member: roles.consulted };
  return {
    purpose: 'consultation',
    consulted: true,
    attempts: [{ legs: [leg], answer: talked(leg) ? leg : null }],
    answer: talked(leg) ? leg : null,
    evidence: ['call-status'],
  };
}

/** The extension that forwards rang first and was left. The next one called is the target of the forward. */
function forwardedTo(legs: Leg[], transfer: TransferInCall, people: TalkingParties): Partial<Destination> {
  const others = legs.filter(
    (leg) => !people.transferors.includes(leg.number) && began(leg) >= transfer.latest - SAME_MOMENT_MS / 2,
  );
  return shown(others, new Map(), transfer, { ...people, transferors: transferorsBefore(transfer) });
}
