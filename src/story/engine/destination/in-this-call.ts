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
import { legsAsked } from './legs-asked.js';
import { mannerOf, type Origin } from './manner.js';

/**
 * Weighs the explanations that the legs of the call leave. A party was asked before and is still there, or a
 * party was called by the transfer. Where both are possible and neither is seen with the transferee, nothing
 * is claimed.
 */
export function inThisCall(
  transfer: TransferInCall,
  roles: Roles,
  people: TalkingParties,
  call: Call,
): Partial<Destination> {
  const transferee = people.transferee === null ? undefined : transfer.legs.get(people.transferee);
  const ground = { transferee };
  if (roles.consulted !== null) return { ...ground, ...asMember(transfer, roles) };
  const own = people.transferor === null ? undefined : transfer.legs.get(people.transferor);
  const possible = legsOfTransfer(transfer, people, call).filter(
    (leg) => !wasOver(leg, own, transferee, transfer),
  );
  if (roles.alone) return { ...ground, ...forwardedTo(possible, transfer, people) };
  const manners = new Map(possible.map((leg) => [leg, mannerOf(leg, transfer, people, call)]));
  // What the one handed on had called himself before is no call of this transfer.
  const isOwnBefore = (leg: Leg) => manners.get(leg) === 'called' && began(leg) < transfer.at - DISORDER_MS;
  const isAsked = (leg: Leg) => manners.get(leg) === 'asked' && !people.transferors.includes(leg.number);
  // A question counts only where no fresh leg of the same party rings.
  const legs = possible.filter(
    (leg) =>
      !isOwnBefore(leg) && (!isAsked(leg) || !possible.some((other) => isAfresh(other, leg, transfer))),
  );
  const asked = legs.filter(isAsked);
  const others = legs.filter((leg) => !asked.includes(leg));
  const merged = asked.filter((leg) => isWith(leg, transferee, transfer, people, call));
  const fresh = others.filter((leg) => began(leg) < transfer.at + DISORDER_MS);
  const explanations = new Set((merged.length > 0 ? merged : asked).map(({ party }) => party));
  if (explanations.size > 1 && !wereOneQuestion(asked)) return { ...ground, manner: 'either' };
  if (asked.some(talked) && merged.length === 0 && fresh.length > 0) {
    // The asked party may have hung up and been called again; a call to another party is another explanation.
    if (!fresh.every((leg) => explanations.has(leg.party))) return { ...ground, manner: 'either' };
    return { ...ground, ...shown(others, manners, transfer, people) };
  }
  const found = merged.length > 0 ? merged : asked;
  const question = found.flatMap((leg) => legsAsked(leg, transfer, people, call));
  for (const leg of question) manners.set(leg, 'asked');
  const askedAt = question[0] === undefined ? null : heldAt(transferee, began(question[0]));
  return { ...ground, askedAt, ...shown([...new Set([...question, ...others])], manners, transfer, people) };
}

/**
 * The question had ended, since the two talk with each other after its answer: where the dialect names no channels, the
 * BYE can be left out as a re-send.
 */
function wasOver(
  leg: Leg,
  own: Leg | undefined,
  transferee: Leg | undefined,
  { latest }: TransferInCall,
): boolean {
  const answered = talkedAt(leg);
  if (!leg.isOfNumber || answered === null || own === undefined) return false;
  return (transferee?.marks ?? []).some(
    ({ status, at, event }) =>
      TALKING.includes(status) && at > answered && at < latest && own.byEvent.has(event),
  );
}

const isAfresh = (leg: Leg, asked: Leg, { latest }: TransferInCall): boolean =>
  leg !== asked &&
  leg.party === asked.party &&
  rang(leg) &&
  began(leg) >= latest &&
  (byeAt(asked) ?? (asked.isOfNumber ? latest : Infinity)) <= latest + SAME_MOMENT_MS;

/** The transferee is put on hold when the question begins. */
const heldAt = (transferee: Leg | undefined, before: number): number | null =>
  transferee?.marks.findLast(({ status, at }) => status === 'HOLD' && at <= before)?.at ?? null;

function shown(
  legs: Leg[],
  manners: Map<Leg, Origin>,
  transfer: TransferInCall,
  { transferors }: TalkingParties,
): Partial<Destination> {
  const isAsked = legs[0] !== undefined && manners.get(legs[0]) === 'asked';
  const { callid } = transfer.transfer;
  const found = attemptsOf(legs, { transferors, callid, since: isAsked ? null : transfer.at });
  const first = found.attempts[0]?.legs ?? [];
  const manner = mannerOfAll(first, manners, transferors);
  const rests = found.attempts.length > 0 || found.recall !== null ? (['call-status'] as const) : [];
  return {
    ...found,
    manner,
    consulted: manner === 'asked' && found.answer !== null,
    rests: [...rests],
  };
}

/** Phones that ring together are called in one way: what is known of one is true of all. */
function mannerOfAll(legs: Leg[], manners: Map<Leg, Origin>, transferors: string[]): Origin | null {
  const others = legs.filter(({ number }) => !transferors.includes(number));
  const found = new Set((others.length > 0 ? others : legs).map((leg) => manners.get(leg) ?? 'either'));
  const [one, more] = [...found].filter((manner) => manner !== 'either');
  if (found.size === 0) return null;
  return one === undefined || more !== undefined ? 'either' : one;
}

/** The phones of a group ring together, those of a queue by one path. */
const wereOneQuestion = (legs: Leg[]): boolean =>
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
  if (leg === undefined) return { manner: 'asked', consulted: true, member: roles.consulted };
  return {
    manner: 'asked',
    consulted: true,
    attempts: [{ legs: [leg], answer: talked(leg) ? leg : null }],
    answer: talked(leg) ? leg : null,
    rests: ['call-status'],
  };
}

/** The one that forwarded rang first and was left; the next one called is where it went. */
function forwardedTo(legs: Leg[], transfer: TransferInCall, people: TalkingParties): Partial<Destination> {
  const others = legs.filter(
    (leg) => !people.transferors.includes(leg.number) && began(leg) >= transfer.latest - SAME_MOMENT_MS / 2,
  );
  return shown(others, new Map(), transfer, { ...people, transferors: transferorsBefore(transfer) });
}
