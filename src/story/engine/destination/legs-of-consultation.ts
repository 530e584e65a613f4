import type { Call, TransferInCall } from '../evidence/call-model.js';
import { began, byeAt, rang, talked, talkedAt, type Leg } from '../evidence/leg.js';
import type { TalkingParties } from '../people/roles.js';
import { inSequence, joinedAt } from './legs-of-transfer.js';

/** Between two rounds of a queue nobody rings for some seconds. */
const ROUNDS_MS = 5_000;

/**
 * The legs of the consultation in which this one was asked: with it those that rang before it took the call, and stopped
 * without an answer. It may be another one than was called: a colleague who picked the call up, or the next of a group.
 */
export function legsOfConsultation(
  asked: Leg,
  transfer: TransferInCall,
  people: TalkingParties,
  call: Call,
): Leg[] {
  const members = new Set(transfer.legs.values());
  const joined = joinedAt(transfer, people.transferors, call) ?? -Infinity;
  const until = talkedAt(asked) ?? began(asked);
  const others = inSequence(
    call.own.legs.filter(
      (leg) =>
        leg !== asked &&
        !members.has(leg) &&
        rang(leg) &&
        !talked(leg) &&
        began(leg) <= until &&
        began(leg) > joined,
    ),
  );
  let from = began(asked);
  const consultation = [asked];
  for (const leg of others.toReversed()) {
    if ((byeAt(leg) ?? Infinity) < from - ROUNDS_MS) break;
    consultation.unshift(leg);
    from = Math.min(from, began(leg));
  }
  return consultation;
}
