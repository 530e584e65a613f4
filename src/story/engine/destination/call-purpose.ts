import type { Call, TransferInCall } from '../evidence/call-model.js';
import { DISORDER_MS } from '../evidence/evidence.js';
import {
  began,
  byeAt,
  firstAt,
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
import { consultationsSince, OVERTAKEN_MS } from './legs-of-transfer.js';

/** Why a leg was called: by the transferor for a consultation before the transfer, or by the transfer itself. */
export type CallPurpose = 'consultation' | 'transfer' | 'either';

/** Where the dialect names no channels, the transferor can have the call again so soon. */
const LATER_MS = 2_500;
/** A BYE that comes so near to the event confirms the event's time. */
const NEAR_MS = 2_000;

/** By the parties that events name with the leg, since these do not depend on delays; else by records; else by time. */
export function purposeOf(
  leg: Leg,
  transfer: TransferInCall,
  people: TalkingParties,
  call: Call,
): CallPurpose {
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
): CallPurpose | null {
  // What is said of its ringing is of the next transfer.
  if (ringsAgain(leg)) return null;
  // A party that is called so long after the event is called by one who has the call then.
  if (began(leg) > transfer.at + (leg.seq === null ? LATER_MS : DISORDER_MS)) return null;
  if (own !== undefined && other !== undefined && onHoldFor(other, own, leg)) return 'consultation';
  if (namedTogether(other, [...RINGING, WITH], leg, RINGING)) return 'transfer';
  if (namedTogether(own, [WITH], leg, ['RING'])) return 'consultation';
  if (namedTogether(own, ['ALERT'], leg, ['RING', 'ANSWER'])) return 'consultation';
  if (namedTogether(other, TALKING, leg, RINGING))
    return namedTogether(own, THERE, leg, RINGING) && began(leg) < transfer.latest ? 'either' : 'transfer';
  if (own !== undefined && namedAlone(own, leg)) return 'consultation';
  return null;
}

/** It had the call before it rang. */
const ringsAgain = (leg: Leg): boolean =>
  rang(leg) && firstAt(leg, RINGING)! > (firstAt(leg, [...TALKING, WITH]) ?? Infinity) + OVERTAKEN_MS;

/** A record from the transferor that spans the moment of the transfer: the consultation had not ended before. */
function byRecord(
  leg: Leg,
  transfer: TransferInCall,
  { transferor }: TalkingParties,
  call: Call,
): CallPurpose | null {
  if (transferor?.kind !== 'ext') return null;
  const joined = consultationsSince(transfer, transferor.number, call);
  const spans = call.own.records.some(
    (record) =>
      record.from === transferor.number &&
      (taker(record) === leg.number || record.to === leg.number) &&
      record.start !== null &&
      record.start > joined &&
      record.start < transfer.latest - ROUNDING_MS / 2 &&
      (endOf(record) ?? Infinity) >= transfer.latest - ROUNDING_MS,
  );
  return spans ? 'consultation' : null;
}

function byTime(
  own: Leg | undefined,
  other: Leg | undefined,
  leg: Leg,
  transfer: TransferInCall,
): CallPurpose {
  if (began(leg) < transfer.at - DISORDER_MS) return 'consultation';
  const bye = byeAt(own);
  const left = bye !== null && bye >= transfer.at - DISORDER_MS ? bye : null;
  const sure = left !== null && Math.abs(left - transfer.at) < NEAR_MS;
  // Once it had the call, it rings as the transferee of the next transfer.
  const isSeenToRing = rang(leg) && !ringsAgain(leg);
  // Nobody takes a call in the moment in which it begins to ring.
  if (!isSeenToRing && sure && Math.abs(began(leg) - transfer.at) < NEAR_MS / 2) return 'consultation';
  // A leg of which no ringing is known may have been called for a consultation under another call id.
  if (!isSeenToRing) return 'either';
  if (namedTogether(other, ['HOLD'], leg, RINGING)) return 'either';
  if (began(leg) >= transfer.at || (left !== null && left < began(leg))) return 'transfer';
  return sure && began(leg) < transfer.latest - NEAR_MS ? 'consultation' : 'either';
}
