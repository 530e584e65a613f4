import type { Outcome } from '../../../transfer/transfer.js';
import { claim, type Claim } from '../claim.js';
import type { Call, PlacedRecord, TransferInCall } from '../evidence/call-model.js';
import {
  began,
  byeAt,
  firstAt,
  namedTogether,
  rang,
  RINGING,
  talked,
  talkedAt,
  TALKING,
  type Leg,
} from '../evidence/leg.js';
import { CONTINUED_WITHIN_MS } from '../evidence/related.js';
import { NOT_TAKEN } from '../destination/recall.js';
import { endOf, RECORD_ROUNDING_MS, taker } from '../evidence/records.js';
import type { Destination } from '../destination/destination-model.js';
import type { Failure } from './failure.js';
import { pathOfWaiting } from './waiting.js';
import type { Recorded } from './record.js';

/** What is known of a transfer's end when its outcome is asked. */
export interface Ending {
  transfer: TransferInCall;
  destination: Destination;
  recorded: Recorded;
  failure: Failure | null;
  /** A queue or ring group was dialled. */
  group: boolean;
}

/** Somebody who declines a call does so sooner than this. */
export const LONG_RINGING_MS = 15_000;
const ANNOUNCEMENT_MS = 1_000;
const STILL_THERE = [...RINGING, ...TALKING, 'HOLD'];
const UNKNOWN = claim<Outcome>('unknown');

export function outcomeOf(ending: Ending, call: Call): Claim<Outcome> {
  return taken(ending, call) ?? returned(ending) ?? notTaken(ending, call);
}

/** An IVR, a voicemail and a queue answer calls too: only a person who is known to have taken it counts. */
function taken({ destination, recorded }: Ending, call: Call): Claim<Outcome> | null {
  const record = [recorded.dialled, recorded.taken].find((each) => each?.status === 'answered');
  const agreed = record == null ? [] : (['call-record'] as const);
  if (hadItBack(destination, recorded)) return null;
  if (destination.answer !== null || (destination.consulted && destination.member !== null))
    return claim('answered', ...destination.rests, ...agreed);
  if (destination.linked && !NOT_TAKEN.includes(recorded.dialled?.status ?? '')) {
    // The one who transfers the call next can have got it from the transferor, who had it back.
    const isSeen = destination.attempts.length > 0 || agreed.length > 0;
    return isSeen ? claim('answered', 'next-transfer', ...agreed) : UNKNOWN;
  }
  if (record == null || (destination.recalled && record.answeredBy === null)) return null;
  const person = record.answeredBy !== null || call.phones.has(record.to) || rangFirst(record);
  const alone = destination.attempts.length > 0 && wasLeftAlone(destination);
  return !person || (alone && !call.phones.has(taker(record))) ? null : claim('answered', 'call-record');
}

/** The transferor's own record says that he took the call again before somebody else did. */
const hadItBack = ({ answer }: Destination, { recall }: Recorded): boolean =>
  recall?.status === 'answered' &&
  answer !== null &&
  taker(recall) !== answer.number &&
  recall.start! < talkedAt(answer)! - RECORD_ROUNDING_MS;

/** A menu, a queue and an announcement answer at once. */
const rangFirst = ({ callSeconds, talkSeconds }: PlacedRecord): boolean =>
  callSeconds === null || talkSeconds === null || (talkSeconds > 0 && callSeconds - talkSeconds > 1);

/** All that rang had stopped while the transferee was still there. */
function wasLeftAlone({ attempts, transferee }: Destination): boolean {
  const legs = attempts.flatMap((each) => each.legs);
  const left = byeAt(transferee);
  return legs.every((leg) => {
    const over = byeAt(leg);
    return over !== null && (left === null || left - over >= ANNOUNCEMENT_MS);
  });
}

/** A group can ring the transferor as its member: what was tried before must be known. */
function returned(ending: Ending): Claim<Outcome> | null {
  const { transfer, destination, recorded, failure } = ending;
  const { recall } = destination;
  // Under another id nobody rings but the one who is called back.
  const isOfItsOwn = recall !== null && (recall.calls.size > 1 || recall.marks[0]!.status !== 'RING');
  const tried =
    recorded.dialled !== null || destination.attempts.length > 0 || failure !== null || isOfItsOwn;
  // What a forward led to nobody comes back from: a recall is of the transfer that was forwarded.
  if (transfer.members.length === 1) return null;
  if (recall !== null && mayBeForwarded(recall, destination)) return UNKNOWN;
  if (recall !== null && talked(recall))
    return tried && !(failure === null && !isOfItsOwn && mayBeLedTo(ending))
      ? claim('returned', 'call-status')
      : UNKNOWN;
  if (tried && recorded.recall?.status === 'answered') return claim('returned', 'call-record');
  // Called back, or as a member of the group that was dialled, or as the one to whom it was forwarded.
  return destination.recalled ? UNKNOWN : null;
}

/** A forward can write one record of what was dialled and of where it led, which began before this phone rang. */
const mayBeForwarded = (recall: Leg, { records }: Destination): boolean =>
  records.some(
    (record) =>
      taker(record) === recall.number &&
      record.status === 'answered' &&
      record.start !== null &&
      record.start < began(recall) - RECORD_ROUNDING_MS &&
      (endOf(record) ?? Infinity) > began(recall) + RECORD_ROUNDING_MS,
  );

/** A menu leads on, and one whose phone did not ring at all can have been forwarded: to the transferor, too. */
const mayBeLedTo = ({ destination, recorded: { dialled } }: Ending): boolean =>
  dialled !== null &&
  (dialled.status === 'answered' ||
    (destination.attempts.length === 0 && dialled.status === 'no-answer' && (dialled.callSeconds ?? 0) <= 1));

function notTaken(ending: Ending, call: Call): Claim<Outcome> {
  const { transfer, destination, recorded, failure } = ending;
  const status = recorded.dialled?.status ?? null;
  const legs = destination.attempts.flatMap((each) => each.legs);
  const single = new Set(legs.map(({ party }) => party)).size <= 1;
  if (mayHaveReturned(ending, call)) return UNKNOWN;
  if (destination.isInterrupted) return UNKNOWN;
  if (status === 'busy' || status === 'failed') return claim('failed', 'call-record');
  if (status === 'abandoned') return claim('abandoned', 'call-record');
  if (failure !== null && single) return claim('failed', 'call-failed');
  if (status === 'voicemail') return claim('unanswered', 'call-record');
  if (transfer.members.length === 1 && destination.recall !== null) return UNKNOWN;
  if (legs.length > 0) return endOfRinging(ending, legs, call);
  if (destination.recall !== null && status === 'no-answer')
    return claim('unanswered', 'call-status', 'call-record');
  return endOfWaiting(ending);
}

/**
 * The transferor's phone may have been called again so soon that it looks like an event sent again; or under another id,
 * and who took the call there is not seen.
 */
const mayHaveReturned = ({ transfer }: Ending, call: Call): boolean =>
  call.legs.some(
    (leg) =>
      leg.kind === 'ext' &&
      transfer.parties.has(leg.party) &&
      (leg.calls.has(call.callid) ? leg.mayReturn : isCalledAfter(leg, transfer)),
  );

/** One that is seen to ring and to end without an answer took nothing. */
const isCalledAfter = (leg: Leg, transfer: TransferInCall): boolean =>
  leg.marks[0]!.status === 'RING' &&
  (talked(leg) || byeAt(leg) === null) &&
  began(leg) >= transfer.latest &&
  began(leg) <= Math.min(transfer.next?.latest ?? Infinity, transfer.at + CONTINUED_WITHIN_MS);

/** Nobody was called: the caller stood in a queue or a menu, and hung up. */
function endOfWaiting({ transfer, destination, recorded }: Ending): Claim<Outcome> {
  const { transferee } = destination;
  const left = byeAt(transferee);
  if (transferee === undefined || left === null || left < transfer.latest || destination.later.length > 0)
    return UNKNOWN;
  if (destination.recall !== null || transfer.next !== null) return UNKNOWN;
  // Without a path it can have been a phone, too, and its ringing be left out as a re-send.
  const { dialled } = recorded;
  // Where phones have channels their ringing is seen: nobody's rang.
  const waited = Math.min(left - transfer.latest, (dialled?.callSeconds ?? 0) * 1000) >= LONG_RINGING_MS;
  if (dialled?.status === 'no-answer' && waited && !transferee.isOfNumber)
    return claim('abandoned', 'call-status', 'call-record');
  const path = pathOfWaiting(transfer, destination);
  // A menu may have led on to a number that cannot be reached: only its record says that it did not.
  const isAll = destination.records.length > 0 && destination.records.every(({ to }) => to === path);
  return isAll ? claim('abandoned', 'call-status', 'call-record') : UNKNOWN;
}

/** Who ended the ringing: the phone system when the time was up, or the one who waited? */
function endOfRinging(
  { transfer, destination, recorded, group }: Ending,
  legs: Leg[],
  call: Call,
): Claim<Outcome> {
  const { recall, transferee } = destination;
  const joined = recall !== null && recall.calls.size > 1;
  if (recall !== null) return claim(joined ? 'returned' : 'unanswered', 'call-status');
  if (transferee === undefined) return UNKNOWN;
  const last = destination.attempts.at(-1)!.legs;
  if (last.some((leg) => namedTogether(transferee, ['BYE'], leg, RINGING)))
    return claim('abandoned', 'call-status');
  // A declined call looks like a ring time-out, unless it rang for long.
  if (rangFor(last) < LONG_RINGING_MS) return UNKNOWN;
  const { dialled } = recorded;
  // One of a queue can have stopped as its turn was over, and the caller left after that.
  const isNamed = last.every(({ isOfNumber, number }) => !isOfNumber || dialled?.to === number);
  if (!isNamed) return UNKNOWN;
  if (group && !last.some((leg) => rang(leg))) return UNKNOWN;
  if (talkedOn(transferee, last) || talkedMeanwhile(transferee, last)) return UNKNOWN;
  if (mayBeCalledBackUnseen(transfer, transferee, last, call)) return UNKNOWN;
  const record = dialled === null ? [] : (['call-record'] as const);
  if (legs.some((leg) => namedTogether(leg, ['BYE'], transferee, STILL_THERE)))
    return claim('unanswered', 'call-status', ...record);
  // The legs of a caller who hangs up end within milliseconds, in any order; an announcement takes seconds.
  const over = Math.max(...last.map((leg) => byeAt(leg) ?? Infinity));
  const left = byeAt(transferee);
  return left !== null && left - over >= ANNOUNCEMENT_MS
    ? claim('unanswered', 'call-status', ...record)
    : UNKNOWN;
}

/** Where each state is pushed once, a transferee who is connected when the ringing is over talks with somebody unknown. */
function talkedOn(transferee: Leg, legs: Leg[]): boolean {
  const over = Math.max(...legs.map((leg) => byeAt(leg) ?? Infinity));
  return (
    transferee.seq === null &&
    transferee.marks.some(({ at, status }) => at > over && TALKING.includes(status))
  );
}

/** Somebody took the call over while they rang, and what was said of him looks like an event sent again. */
const talkedMeanwhile = (transferee: Leg, legs: Leg[]): boolean =>
  transferee.isOfNumber &&
  transferee.marks.some(
    ({ at, status }) => TALKING.includes(status) && legs.some((leg) => rang(leg) && at > began(leg)),
  );

const RESENT_WITHIN_MS = 60_000;

/** Who was called a moment before, and is called back now, is said to ring in the same words: they look like a re-send. */
function mayBeCalledBackUnseen(
  transfer: TransferInCall,
  transferee: Leg,
  legs: Leg[],
  { own }: Call,
): boolean {
  const over = Math.max(...legs.map((leg) => byeAt(leg) ?? Infinity));
  return (
    transferee.isOfNumber &&
    own.legs.some(
      (leg) =>
        leg.kind === 'ext' &&
        transfer.parties.has(leg.party) &&
        leg.party !== transferee.party &&
        leg.marks.some(({ at, status }) => status === 'RING' && at > over - RESENT_WITHIN_MS),
    )
  );
}

function rangFor(legs: Leg[]): number {
  const from = Math.min(...legs.map((leg) => firstAt(leg, RINGING) ?? Infinity));
  const to = Math.max(...legs.map((leg) => byeAt(leg) ?? -Infinity));
  return to - from;
}
