import type { Destination } from '../destination/destination-model.js';
import { byeAt, talked, talkedAt, type Leg } from '../evidence/leg.js';
import type { PlacedRecord, TransferInCall } from '../evidence/call-model.js';
import { endOf, RECORD_ROUNDING_MS } from '../evidence/records.js';

/**
 * When transferee and target were connected: with the event where the target had been asked before, else when its phone
 * was taken, which is never before the transfer was made.
 */
export function answeredAtOf(
  transfer: TransferInCall,
  { answer, consulted, member }: Destination,
  attended: boolean,
): Date | null {
  const at = talkedAt(answer ?? undefined);
  if (attended && (at === null ? member !== null && consulted : at < transfer.at))
    return new Date(transfer.at);
  if (at === null || at < transfer.at) return null;
  return new Date(at);
}

/**
 * Transferee with target, hold included: from their connection to the next transfer by one of them, or until the first of
 * them left. Records are not asked: their talk can include the ringing.
 */
export function talkSecondsOf(
  transfer: TransferInCall,
  answeredAt: Date,
  { transferee, answer, there, later, records }: Destination,
): number | null {
  const from = +answeredAt;
  const target = there ?? answer;
  const left = [byeAt(transferee), byeAt(target ?? undefined)].filter((at) => at !== null && at >= from);
  const handedOn = transfer.next !== null && isIn(target, transfer.next) ? [transfer.next.at] : [];
  const ends = [...left, ...handedOn].map(Number);
  // Where the call went on to others, only the target's own end says when it left.
  const moved = byeAt(target ?? undefined) === null && handedOn.length === 0 && later.some(talked);
  const end = Math.min(...ends);
  if (moved || ends.length === 0 || end < from || isDenied(from, end, records)) return null;
  return Math.round((end - from) / 1000);
}

/** Its record ends at another time: somebody had the call after that, or before. */
function isDenied(from: number, end: number, records: PlacedRecord[]): boolean {
  const ends = records
    .filter(
      ({ status, start }) => status === 'answered' && start !== null && start <= from + RECORD_ROUNDING_MS,
    )
    .map((record) => endOf(record) ?? end)
    .filter((at) => at > from + RECORD_ROUNDING_MS);
  return ends.length > 0 && !ends.some((at) => Math.abs(at - end) <= RECORD_ROUNDING_MS);
}

const isIn = (leg: Leg | null, next: TransferInCall): boolean =>
  leg !== null && ([...next.legs.values()].includes(leg) || next.parties.has(leg.party));
