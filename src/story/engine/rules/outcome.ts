import type { Recorded } from '../ending/ending.js';
import type { Outcome } from '../../../transfer/transfer.js';
import { claim, type Claim } from '../claim.js';
import type { Call, PlacedRecord, TransferInCall } from '../evidence/call-model.js';
import { began, byeAt, talked, talkedAt, type Leg } from '../evidence/leg.js';
import { CONTINUED_WITHIN_MS } from '../evidence/related.js';
import { NOT_TAKEN } from '../destination/recall-by-records.js';
import { endOf, RECORD_ROUNDING_MS, taker } from '../evidence/records.js';
import type { Destination } from '../destination/destination-model.js';
import { endOfRinging } from '../ending/end-of-ringing.js';
import { ANNOUNCEMENT_MS, LONG_RINGING_MS, OPEN, type Ending } from '../ending/ending.js';
import { returned } from '../ending/returned.js';
import { pathOfWaiting } from './waiting.js';

export function outcomeOf(ending: Ending, call: Call): Claim<Outcome> {
  return taken(ending, call) ?? returned(ending) ?? notTaken(ending, call);
}

/** An IVR, a voicemail and a queue answer calls too. Only a person who is known to have taken the call counts. */
function taken({ destination, recorded }: Ending, call: Call): Claim<Outcome> | null {
  const record = [recorded.dialled, recorded.taken].find((each) => each?.status === 'answered');
  const agreed = record == null ? [] : (['call-record'] as const);
  if (hadItBack(destination, recorded)) return null;
  if (destination.answer !== null || (destination.consulted && destination.member !== null))
    return claim('answered', ...destination.evidence, ...agreed);
  // The next transfer is by the one who got the call back, or after him.
  if (destination.takenByNext && destination.recall !== null && talked(destination.recall)) return null;
  if (destination.takenByNext && !NOT_TAKEN.includes(recorded.dialled?.status ?? '')) {
    // The party that transfers the call next can have got it from the transferor, to whom it had returned.
    const isSeen = destination.attempts.length > 0 || agreed.length > 0;
    return isSeen ? claim('answered', 'next-transfer', ...agreed) : OPEN;
  }
  if (record == null || (destination.recalledByNext && record.answeredBy === null)) return null;
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

function notTaken(ending: Ending, call: Call): Claim<Outcome> {
  const { transfer, destination, recorded, failure } = ending;
  const status = recorded.dialled?.status ?? null;
  const legs = destination.attempts.flatMap((each) => each.legs);
  const single = new Set(legs.map(({ party }) => party)).size <= 1;
  if (mayHaveReturned(ending, call)) return OPEN;
  if (destination.isInterrupted) return OPEN;
  if (status === 'busy' || status === 'failed')
    return mayHaveGoneOn(ending, call) ? OPEN : claim('failed', 'call-record');
  if (status === 'abandoned') return claim('abandoned', 'call-record');
  if (failure !== null && single) return claim('failed', 'call-failed');
  if (status === 'voicemail') return claim('unanswered', 'call-record');
  if (transfer.members.length === 1 && destination.recall !== null) return OPEN;
  if (legs.length > 0) return endOfRinging(ending, legs, call);
  if (destination.recall !== null && status === 'no-answer')
    return claim('unanswered', 'call-status', 'call-record');
  return endOfWaiting(ending, call);
}

/**
 * The transferor's phone may have been called again so soon that it looks like an event sent again; or under another id,
 * and who took the call there is not seen.
 */
const mayHaveReturned = ({ transfer }: Ending, call: Call): boolean =>
  [...transfer.legs.values()].some((leg) => leg.kind === 'ext' && leavesTwice(leg, transfer)) ||
  call.legs.some(
    (leg) =>
      leg.kind === 'ext' &&
      transfer.parties.has(leg.party) &&
      (leg.calls.has(call.callid) ? leg.mayReturn : isCalledAfter(leg, transfer)),
  );

/** On a port, whose channel is used again, it left with the transfer, and once more later. */
const leavesTwice = (leg: Leg, { latest }: TransferInCall): boolean => {
  const left = byeAt(leg);
  return (
    left !== null &&
    left <= latest + CONTINUED_WITHIN_MS &&
    !leg.hasNoChannel &&
    leg.seq === null &&
    leg.statuses.some(({ status, at }) => status === 'BYE' && at > left + LEFT_TWICE_MS)
  );
};

/** A BYE so much later is not the same one. */
const LEFT_TWICE_MS = 2_000;

/** A phone that is seen to ring and to stop without an answer did not take the call. */
const isCalledAfter = (leg: Leg, transfer: TransferInCall): boolean =>
  leg.statuses[0]!.status === 'RING' &&
  (talked(leg) || byeAt(leg) === null) &&
  began(leg) >= transfer.latest &&
  began(leg) <= Math.min(transfer.next?.latest ?? Infinity, transfer.at + CONTINUED_WITHIN_MS);

/**
 * Where only records show it: a talk begins in the moment in which the call failed. It can be with the transferor, and name
 * the number to which he transferred the call next.
 */
const mayHaveGoneOn = ({ destination, recorded: { dialled } }: Ending, { own }: Call): boolean =>
  own.legs.length === 0 &&
  destination.records.some(
    (record) =>
      record !== dialled &&
      record.status === 'answered' &&
      Math.abs((record.start ?? Infinity) - (endOf(dialled!) ?? -Infinity)) <= RECORD_ROUNDING_MS,
  );

/** No phone rang: the caller waited in a queue or a menu, and hung up. */
function endOfWaiting({ transfer, destination, recorded }: Ending, call: Call): Claim<Outcome> {
  const { transferee } = destination;
  const left = byeAt(transferee);
  if (transferee === undefined || left === null || left < transfer.latest || destination.later.length > 0)
    return OPEN;
  if (destination.recall !== null || transfer.next !== null) return OPEN;
  // Without a path it can also have been a phone whose ringing was left out as a re-send.
  const { dialled } = recorded;
  // Where phones have channels, their ringing is seen. Here no phone rang.
  const waited = Math.min(left - transfer.latest, (dialled?.callSeconds ?? 0) * 1000) >= LONG_RINGING_MS;
  if (dialled?.status === 'no-answer' && waited && !transferee.hasNoChannel)
    return claim('abandoned', 'call-status', 'call-record');
  const path = pathOfWaiting(transfer, destination, call);
  // A menu may have led on to a number that cannot be reached: only its record says that it did not.
  const isOfTransferee = ({ from, start }: PlacedRecord) =>
    from === transferee.number && (start ?? Infinity) >= transfer.latest - RECORD_ROUNDING_MS;
  const records = [...destination.records, ...call.own.records.filter(isOfTransferee)];
  const isAll = destination.records.length > 0 && records.every(({ to }) => to === path);
  return isAll ? claim('abandoned', 'call-status', 'call-record') : OPEN;
}
