import { began, byeAt, firstAt, rang, RINGING, TALKING, talkedAt, WITH, type Leg } from '../evidence/leg.js';
import { SAME_MOMENT_MS } from './legs-of-transfer.js';

/** Phones that rang at the same time: of one extension, of a ring group, or in a round of a queue. */
export interface Attempt {
  legs: Leg[];
  /** The one that took the call: of these phones, or of somebody who picked it up. */
  answer: Leg | null;
}

/** The legs called for one transfer, until one of them took the call. */
export interface Attempts {
  attempts: Attempt[];
  answer: Leg | null;
  /** The transferor's phone, called again because nobody took the call. */
  recall: Leg | null;
  /** Called when somebody had taken the call: how it went on is not this transfer's. */
  later: Leg[];
  /** There was a pause in which somebody can have had the call. */
  isInterrupted: boolean;
}

/** Who called, in which call, and since when. The beginning of a consultation is not known. */
export interface Search {
  transferors: string[];
  callid: string;
  since: number | null;
}

/** Goes through the legs from the first on. The transferor's own phone is a recall unless it rings with others. */
export function attemptsOf(legs: Leg[], search: Search): Attempts {
  const found: Attempts = { attempts: [], answer: null, recall: null, later: [], isInterrupted: false };
  for (const leg of legs) {
    const current = found.attempts.at(-1);
    found.isInterrupted ||= found.recall === null && comesAfterPause(leg, current, search);
    if (found.isInterrupted) found.later.push(leg);
    else if (found.recall !== null) {
      if (isAnotherPhone(leg, found.recall)) found.recall = leg;
      else found.later.push(leg);
    } else if (current !== undefined && isLater(leg, current)) found.later.push(leg);
    else if (isPickUp(leg)) {
      if (current !== undefined && isRinging(current, began(leg))) current.answer ??= leg;
      else {
        found.later.push(leg);
        found.isInterrupted ||= current?.answer == null;
      }
    } else if (isRecall(leg, legs, search) && !isMember(leg, found.attempts, search)) found.recall = leg;
    else if (current !== undefined && ringsWith(leg, current)) join(current, leg);
    else found.attempts.push(attempt(leg));
  }
  found.answer = found.attempts.at(-1)?.answer ?? null;
  return found;
}

const attempt = (leg: Leg): Attempt => ({ legs: [leg], answer: talkedAt(leg) === null ? null : leg });

function join(current: Attempt, leg: Leg): void {
  current.legs.push(leg);
  const [before, now] = [talkedAt(current.answer ?? undefined), talkedAt(leg)];
  if (now !== null && (before === null || now < before)) current.answer = leg;
}

/** The phones that ring together with the one that answers stop a moment later, and their events may be late. */
function isLater(leg: Leg, { answer }: Attempt): boolean {
  if (answer === null) return false;
  const over = Math.min(talkedAt(answer)!, byeAt(answer) ?? Infinity);
  if (began(leg) <= over) return false;
  const dropped = talkedAt(leg) === null && (byeAt(leg) ?? Infinity) <= over + SAME_MOMENT_MS;
  return !dropped;
}

/** A phone that is called because nobody took the call before rings at once, and so does one of a forward. */
const AT_ONCE_MS = 2_500;
const NEXT_AT_ONCE_MS = 1_000;

/**
 * Where the dialect names no channels, and on analogue ports, whose channels are used again, an answer that looks like
 * one of a moment before is left out as a re-send. So in a pause an unknown party may have had the call and transferred
 * it. A queue says by its path that it rings in rounds.
 */
function comesAfterPause(leg: Leg, current: Attempt | undefined, { since }: Search): boolean {
  if (leg.seq !== null || current?.answer != null) return false;
  if (leg.path !== null && current?.legs.some(({ path }) => path === leg.path)) return false;
  const over =
    current === undefined ? since : Math.max(...current.legs.map((each) => byeAt(each) ?? began(each)));
  return over !== null && began(leg) - over > (current === undefined ? AT_ONCE_MS : NEXT_AT_ONCE_MS);
}

function isRecall(leg: Leg, legs: Leg[], search: Search): boolean {
  const { transferors, callid } = search;
  if (leg.kind === 'outbound') {
    // The mobile twin rings beside the phones of its extension.
    const own = legs.find((each) => each.kind === 'ext' && isSameMoment(each, leg));
    return own !== undefined && isRecall(own, legs, search);
  }
  if (leg.kind !== 'ext' || !transferors.includes(leg.number)) return false;
  if (ringsApart(leg, callid)) return true;
  const withOthers = legs.some(
    (other) =>
      rangFirst(other) && other.party !== leg.party && overlap(other, leg) && isSameMoment(other, leg),
  );
  return !withOthers && !wentOn(leg, legs) && (leg.path === null || leg.path === leg.number);
}

/** Some firmware calls back under a new id, and nobody else. */
const ringsApart = (leg: Leg, callid: string): boolean =>
  leg.statuses[0]!.callid !== callid ||
  (leg.seq !== null && !rang(leg) && leg.statuses[0]!.status === 'ANSWER');

/** Of the group that was dialled: its phone rang in an earlier round. */
const isMember = (leg: Leg, attempts: Attempt[], { callid }: Search): boolean =>
  !ringsApart(leg, callid) &&
  (leg.seq === null || leg.path !== null) &&
  attempts.some(({ legs }) => legs.some(({ party, path }) => party === leg.party && path === leg.path));

const overlap = (other: Leg, leg: Leg): boolean =>
  other.kind === 'ext' && (byeAt(other) ?? Infinity) > began(leg);

/** Nothing rings after a recall that nobody answers; a group goes on to its next member. */
const wentOn = (leg: Leg, legs: Leg[]): boolean =>
  talkedAt(leg) === null &&
  !legs.some((other) => other.party === leg.party && isSameMoment(other, leg) && talkedAt(other) !== null) &&
  legs.some(
    (other) => rangFirst(other) && other.party !== leg.party && began(other) > (byeAt(leg) ?? Infinity),
  );

const rangFirst = (leg: Leg): boolean => firstAt(leg, [...RINGING, ...TALKING]) === began(leg);
const isSameMoment = (a: Leg, b: Leg): boolean => Math.abs(began(a) - began(b)) < SAME_MOMENT_MS;

/** The transferor's other phones ring again, too, and the mobile twin: the one that answers is the recall. */
function isAnotherPhone(leg: Leg, recall: Leg): boolean {
  const own = leg.party === recall.party || leg.kind === 'outbound';
  return isSameMoment(leg, recall) && own && talkedAt(recall) === null && talkedAt(leg) !== null;
}

/** A party that picks a ringing call up, or fetches a parked one, has dialled for it: its phone never rang. */
const isPickUp = (leg: Leg): boolean =>
  leg.first.has('ANSWERED') && leg.statuses.find(({ status }) => status !== WITH)?.status === 'ANSWERED';

const isRinging = ({ legs, answer }: Attempt, at: number): boolean =>
  answer === null && legs.some((leg) => (byeAt(leg) ?? Infinity) >= at - SAME_MOMENT_MS);

function ringsWith(leg: Leg, { legs }: Attempt): boolean {
  const [first] = legs;
  if (leg.path !== null && leg.path === first!.path) return true;
  if (leg.party === first!.party && began(leg) - began(first!) < SAME_MOMENT_MS) return true;
  return legs.some(
    (other) =>
      began(other) > began(leg) ||
      (began(leg) - began(other) < SAME_MOMENT_MS && (byeAt(other) ?? Infinity) > began(leg)) ||
      Math.min(byeAt(other) ?? Infinity, talkedAt(other) ?? Infinity) > began(leg),
  );
}
