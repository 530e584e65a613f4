import type { Call, TransferInCall } from '../evidence/call-model.js';
import { DISORDER_MS } from '../evidence/evidence.js';
import {
  began,
  byeAt,
  namedAlone,
  namedTogether,
  onHoldFor,
  rang,
  RINGING,
  TALKING,
  THERE,
  WITH,
  type Leg,
} from '../evidence/leg.js';
import { endOf, RECORD_ROUNDING_MS as ROUNDING_MS, taker } from '../evidence/records.js';
import type { TalkingParties } from '../people/roles.js';
import { joinedForQuestion } from './legs-of-transfer.js';

/** How a leg came to be: asked by the transferor before, or called by the transfer itself. */
export type Origin = 'asked' | 'called' | 'either';

/** Where the dialect names no channels, who transferred can have the call again so soon. */
const LATER_MS = 2_500;
/** A BYE that comes so near to the event confirms the event's time. */
const NEAR_MS = 2_000;

/** By the parties that events name with the leg, whatever is delayed; else by records; else by time. */
export function mannerOf(leg: Leg, transfer: TransferInCall, people: TalkingParties, call: Call): Origin {
  const own = people.transferor === null ? undefined : transfer.legs.get(people.transferor);
  const other = people.transferee === null ? undefined : transfer.legs.get(people.transferee);
  // The party may have been called before, by an event that looks like one sent again.
  if (call.own.legs.some((each) => each.party === leg.party && each.mayReturn)) return 'either';
  return (
    byCompany(own, other, leg, transfer) ??
    byRecord(leg, transfer, people, call) ??
    byTime(own, other, leg, transfer)
  );
}

/**
 * While a party is asked, the transferee is on hold; in a blind transfer it is the transferee that waits for it. A
 * transferor who has hung up can show as talking until the target answers.
 */
function byCompany(
  own: Leg | undefined,
  other: Leg | undefined,
  leg: Leg,
  transfer: TransferInCall,
): Origin | null {
  // A party that is called so long after the event is called by one who has the call then.
  if (began(leg) > transfer.at + (leg.seq === null ? LATER_MS : DISORDER_MS)) return null;
  if (own !== undefined && other !== undefined && onHoldFor(other, own, leg)) return 'asked';
  if (namedTogether(other, [...RINGING, WITH], leg, RINGING)) return 'called';
  if (namedTogether(own, [WITH], leg, ['RING'])) return 'asked';
  if (namedTogether(own, ['ALERT'], leg, ['RING', 'ANSWER'])) return 'asked';
  if (namedTogether(other, TALKING, leg, RINGING))
    return namedTogether(own, THERE, leg, RINGING) && began(leg) < transfer.latest ? 'either' : 'called';
  if (own !== undefined && namedAlone(own, leg)) return 'asked';
  return null;
}

/** A record from the transferor that spans the moment of the transfer: the question had not ended before. */
function byRecord(
  leg: Leg,
  transfer: TransferInCall,
  { transferor }: TalkingParties,
  call: Call,
): Origin | null {
  if (transferor?.kind !== 'ext') return null;
  const joined = joinedForQuestion(transfer, transferor.number, call);
  const spans = call.own.records.some(
    (record) =>
      record.from === transferor.number &&
      (taker(record) === leg.number || record.to === leg.number) &&
      record.start !== null &&
      record.start > joined &&
      record.start < transfer.latest - ROUNDING_MS / 2 &&
      (endOf(record) ?? Infinity) >= transfer.latest - ROUNDING_MS,
  );
  return spans ? 'asked' : null;
}

function byTime(own: Leg | undefined, other: Leg | undefined, leg: Leg, transfer: TransferInCall): Origin {
  if (began(leg) < transfer.at - DISORDER_MS) return 'asked';
  const bye = byeAt(own);
  const left = bye !== null && bye >= transfer.at - DISORDER_MS ? bye : null;
  const sure = left !== null && Math.abs(left - transfer.at) < NEAR_MS;
  // Nobody takes a call in the moment in which it begins to ring.
  if (!rang(leg) && sure && Math.abs(began(leg) - transfer.at) < NEAR_MS / 2) return 'asked';
  // One of which no ringing is known may have been asked under an id of its own.
  if (!rang(leg)) return 'either';
  if (namedTogether(other, ['HOLD'], leg, RINGING)) return 'either';
  if (began(leg) >= transfer.at || (left !== null && left < began(leg))) return 'called';
  return sure && began(leg) < transfer.latest - NEAR_MS ? 'asked' : 'either';
}
