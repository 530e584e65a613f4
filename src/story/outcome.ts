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
/** Nobody looks at a ringing phone for so long before declining. */
const LONG_RINGING_MS = 15_000;

export function outcomeOf(ending: Ending): Outcome {
  const { rung, record, recallRecord, transferee } = ending;
  if (rung.linked || ending.consulted || (rung.leg !== null && talked(rung.leg))) return 'answered';
  if (record?.status === 'answered') return 'answered';
  if (rung.recalled || (rung.recall !== null && talked(rung.recall)) || recallRecord?.status === 'answered')
    return 'returned';
  if (record?.status === 'busy' || record?.status === 'failed') return 'failed';
  const rang = rung.legs.some((leg) => firstAt(leg, RINGING) !== null);
  if (record?.status === 'no-answer' && !rang && isShort(record)) return 'failed';
  if (record?.status === 'voicemail') return 'unanswered';
  if (rung.legs.length === 0) {
    if (ending.failed) return 'failed';
    // "Abandoned" leaves the same record; without a leg only its length could tell, and does not.
    return record?.status === 'no-answer' && rung.recall !== null ? 'unanswered' : 'unknown';
  }
  if (ending.failed && !rang) return 'failed';
  return endOfRinging(rung, transferee, record);
}

const isShort = (record: PlacedRecord): boolean =>
  record.callSeconds !== null && record.callSeconds <= NO_RINGING_SECONDS;

/** Who ended the ringing: the phone system when the time was up, or the one who waited? */
function endOfRinging(rung: Rung, transferee: Leg | undefined, record: PlacedRecord | null): Outcome {
  if (rung.recall !== null) return joinedLate(rung.recall) ? 'returned' : 'unanswered';
  const stopped = rung.legs.map(byeAt).filter((at) => at !== null);
  const left = byeAt(transferee);
  if (stopped.length === 0 || left === null) return 'unknown';
  const last = Math.max(...stopped);
  // Without a record a refusal looks like a time that is up, unless it rang for long.
  const rang = rung.legs.map((leg) => firstAt(leg, RINGING)).filter((at) => at !== null);
  if (record === null && (rang.length === 0 || last - Math.min(...rang) < LONG_RINGING_MS)) return 'unknown';
  if (left === last) return 'unknown';
  return left < last ? 'abandoned' : 'unanswered';
}

/** A recall under an id of its own appears in the call only when it is answered. */
const joinedLate = (recall: Leg): boolean => new Set(recall.marks.map((mark) => mark.callid)).size > 1;
