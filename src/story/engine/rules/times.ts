import type { Destination } from '../destination/destination-model.js';
import {
  began,
  byeAt,
  namedTogether,
  talked,
  talkedAt,
  WITH,
  type Leg,
  type LegStatus,
} from '../evidence/leg.js';
import type { PlacedRecord, TransferInCall } from '../evidence/call-model.js';
import { endOf, RECORD_ROUNDING_MS } from '../evidence/records.js';

/**
 * When transferee and target were connected: with the event where the target had been asked before, else when its phone
 * was taken, which is never before the transfer was made.
 */
export function answeredAtOf(
  transfer: TransferInCall,
  { answer, consulted, member, transferee }: Destination,
  attended: boolean,
): Date | null {
  const at = talkedAt(answer ?? undefined);
  if (attended && (at === null ? member !== null && consulted : at < transfer.at))
    return new Date(transfer.at);
  // A transferee who is already on hold has talked before: the answer itself was not seen.
  if (at === null || at < transfer.at || at > (transfer.next?.at ?? Infinity)) return null;
  if (isFirstSeenHeld(answer!, transferee)) return null;
  return new Date(at);
}

const isFirstSeenHeld = (answer: Leg, transferee: Leg | undefined): boolean =>
  answer.statuses.some(
    ({ at, event }) => at === talkedAt(answer) && (transferee?.byEvent.get(event)?.includes('HOLD') ?? false),
  );

/**
 * Transferee with target, hold included: from their connection to the next transfer by one of them, or until the first of
 * them left. Records are not asked: their talk can include the ringing.
 */
export function talkSecondsOf(
  transfer: TransferInCall,
  answeredAt: Date,
  { transferee, answer, legInCall, later, records }: Destination,
): number | null {
  const from = +answeredAt;
  const target = legInCall ?? answer;
  const left = [byeAt(transferee), byeAt(target ?? undefined)].filter((at) => at !== null && at >= from);
  const handedOn = transfer.next !== null && isIn(target, transfer.next) ? [transfer.next.at] : [];
  const ends = [...left, ...handedOn].map(Number);
  // Where the call went on to other parties, only the target's own BYE says when it left.
  const moved = byeAt(target ?? undefined) === null && handedOn.length === 0 && later.some(talked);
  const end = Math.min(...ends);
  // Somebody handed the call on, and the event does not say who.
  if (transfer.next !== null && transfer.next.at > from && transfer.next.at < end) return null;
  if (target?.hasNoChannel && !isSeenToEnd(transferee, target, end, records, handedOn.length > 0))
    return null;
  if (moved || ends.length === 0 || end < from || isDenied(from, end, records)) return null;
  return Math.round((end - from) / 1000);
}

/**
 * Where the dialect names no channels, the BYE of the target can be left out as a re-send. So the end counts only where
 * the target's own BYE is seen, or an event names it, or the call is transferred again then, or a record ends then. A
 * party that calls in for the same call once more had left before.
 */
function isSeenToEnd(
  transferee: Leg | undefined,
  target: Leg,
  end: number,
  records: PlacedRecord[],
  isHandedOn: boolean,
): boolean {
  const again = target.statuses.find(
    ({ status, at }) => status === 'ANSWERED' && at > began(target) && at < end,
  );
  if (target.first.has('ANSWER') && again !== undefined && namesOnly(again, transferee)) return false;
  return (
    isHandedOn ||
    byeAt(target) === end ||
    namedTogether(transferee, ['BYE'], target, [WITH]) ||
    records.some(
      (record) =>
        record.status === 'answered' && Math.abs((endOf(record) ?? Infinity) - end) <= RECORD_ROUNDING_MS,
    )
  );
}

const namesOnly = ({ event }: LegStatus, leg: Leg | undefined): boolean => leg?.byEvent.has(event) ?? false;

/** The end of a record is known to the second. */
const EXACT_MS = 2_000;

/** The record ends at another time: another party had the call before or after the target. */
function isDenied(from: number, end: number, records: PlacedRecord[]): boolean {
  const ends = records
    .filter(
      ({ status, start }) => status === 'answered' && start !== null && start <= from + RECORD_ROUNDING_MS,
    )
    .map((record) => endOf(record) ?? end)
    .filter((at) => at > from + EXACT_MS / 2);
  return ends.length > 0 && !ends.some((at) => Math.abs(at - end) <= EXACT_MS);
}

const isIn = (leg: Leg | null, next: TransferInCall): boolean =>
  leg !== null && ([...next.legs.values()].includes(leg) || next.parties.has(leg.party));
