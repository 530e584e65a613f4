import type { Outcome } from '../transfer/transfer.js';
import { byeAt, firstAt, RINGING, talked, type Leg } from './legs.js';
import type { PlacedRecord } from './records.js';
import type { Rung } from './target.js';

/** What is known of a transfer's end when its outcome is asked. */
export interface Ending {
  rung: Rung;
  /** The transferee's record with the target. */
  record: PlacedRecord | null;
  /** The transferee's record with the transferor, made after the transfer. */
  recallRecord: PlacedRecord | null;
  /** The leg of the one that was transferred. */
  transferee: Leg | undefined;
  /** The target had talked with the transferor before. */
  consulted: boolean;
  failed: boolean;
}

/** A call that ended within this time cannot have rung until the time was up. */
const NO_RINGING_SECONDS = 3;

export function outcomeOf(ending: Ending): Outcome {
  const { rung, record, recallRecord, transferee } = ending;
  if (rung.linked || ending.consulted || (rung.leg !== null && talked(rung.leg))) return 'answered';
  if (record?.status === 'answered') return 'answered';
  if (rung.recalled || (rung.recall !== null && talked(rung.recall)) || recallRecord?.status === 'answered')
    return 'returned';
  if (record?.status === 'busy' || record?.status === 'failed') return 'failed';
  const rang = rung.legs.some((leg) => firstAt(leg, RINGING) !== null);
  if (record?.status === 'no-answer' && !rang) {
    return record.callSeconds !== null && record.callSeconds <= NO_RINGING_SECONDS ? 'failed' : 'unanswered';
  }
  if (record?.status === 'voicemail') return 'unanswered';
  if (rung.legs.length === 0) return ending.failed ? 'failed' : 'unknown';
  if (ending.failed && !rang) return 'failed';
  return endOfRinging(rung, transferee, record);
}

/** Who ended the ringing: the phone system when the time was up, or the one who waited? */
function endOfRinging(rung: Rung, transferee: Leg | undefined, record: PlacedRecord | null): Outcome {
  const stopped = rung.legs.map(byeAt).filter((at) => at !== null);
  const left = byeAt(transferee);
  if (rung.recall !== null) return 'unanswered';
  if (stopped.length === 0 && record === null) return 'unknown';
  if (stopped.length > 0 && left !== null) {
    const last = Math.max(...stopped);
    if (left === last) return 'unknown';
    return left < last ? 'abandoned' : 'unanswered';
  }
  return 'unknown';
}
