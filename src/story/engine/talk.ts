import type { TransferInCall } from './evidence/transfers-in-call.js';
import { byeAt, type Leg } from './evidence/legs.js';

/**
 * Transferee with target, hold included: from their connection to the next transfer, or until the first of them left.
 * Records are not asked: their talk can include the ringing.
 */
export function talkSeconds(
  hop: TransferInCall,
  from: Date,
  transferee: Leg | undefined,
  target: Leg | null,
): number | null {
  const left = [byeAt(transferee), byeAt(target ?? undefined)].filter((at) => at !== null && at >= +from);
  const end = hop.next?.at ?? (left.length > 0 ? Math.min(...left.map(Number)) : null);
  return end === null || end < +from ? null : Math.round((end - +from) / 1000);
}
