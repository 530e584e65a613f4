import type { Outcome } from '../../transfer/transfer.js';
import { byeAt, firstAt, RINGING, talked, TALKING, toldTogether, type Leg } from './evidence/legs.js';
import type { PlacedRecord } from './evidence/records.js';
import type { Destination } from './destination-legs.js';

/** What is known of a transfer's end when its outcome is asked. */
export interface Ending {
  destination: Destination;
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

/** Nobody looks at a ringing phone for so long before declining. */
const LONG_RINGING_MS = 15_000;
const ANNOUNCEMENT_MS = 1_000;
const STILL_THERE = [...RINGING, ...TALKING, 'HOLD'];

export function outcomeOf(ending: Ending): Outcome {
  const { destination, record, recallRecord, transferee } = ending;
  if (destination.linked || ending.consulted || (destination.leg !== null && talked(destination.leg)))
    return 'answered';
  if (record?.status === 'answered') return 'answered';
  if (
    destination.recalled ||
    (destination.recall !== null && talked(destination.recall)) ||
    recallRecord?.status === 'answered'
  )
    return 'returned';
  if (record?.status === 'busy' || record?.status === 'failed') return 'failed';
  const rang = destination.legs.some((leg) => firstAt(leg, RINGING) !== null);
  if (record?.status === 'voicemail') return 'unanswered';
  if (destination.legs.length === 0) {
    if (ending.failed) return 'failed';
    // Who hangs up at once leaves the same record as a phone that does not ring, however short it is.
    return record?.status === 'no-answer' && destination.recall !== null ? 'unanswered' : 'unknown';
  }
  if (ending.failed && !rang) return 'failed';
  return endOfRinging(destination, transferee, record);
}

/** Who ended the ringing: the phone system when the time was up, or the one who waited? */
function endOfRinging(
  destination: Destination,
  transferee: Leg | undefined,
  record: PlacedRecord | null,
): Outcome {
  if (destination.recall !== null) return joinedLate(destination.recall) ? 'returned' : 'unanswered';
  if (transferee === undefined) return 'unknown';
  if (destination.legs.some((leg) => toldTogether(transferee, ['BYE'], leg, RINGING))) return 'abandoned';
  // Without a record a refusal looks like a time that is up, unless it rang for long.
  const long = rangFor(destination) >= LONG_RINGING_MS;
  if (record === null && !long) return 'unknown';
  if (destination.legs.some((leg) => toldTogether(leg, ['BYE'], transferee, STILL_THERE)))
    return 'unanswered';
  // The legs of a caller who hangs up end within milliseconds, in any order; an announcement takes seconds.
  const last = Math.max(...destination.legs.map((leg) => byeAt(leg) ?? Infinity));
  const left = byeAt(transferee);
  return long && left !== null && left - last >= ANNOUNCEMENT_MS ? 'unanswered' : 'unknown';
}

function rangFor({ legs }: Destination): number {
  const from = Math.min(...legs.map((leg) => firstAt(leg, RINGING) ?? Infinity));
  const to = Math.max(...legs.map((leg) => byeAt(leg) ?? -Infinity));
  return to - from;
}

/** A recall under an id of its own appears in the call only when it is answered. */
const joinedLate = (recall: Leg): boolean => recall.calls.size > 1;
