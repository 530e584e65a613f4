import type { Recorded } from '../ending/ending.js';
import type { Call, PlacedRecord, TransferInCall } from '../evidence/call-model.js';
import { endOf, RECORD_ROUNDING_MS, takerParty } from '../evidence/records.js';

export interface RecordedTalk {
  answeredAt: Date;
  talkSeconds: number;
}

/** A menu or queue answers at once, and some firmware counts the ringing as talk: then the two are equal. */
const RANG_SECONDS = 2;

/**
 * Where no states are pushed: the answer and the talk that one record shows. It begins when the talk with the transferor
 * ends, and its talk is shorter than its call: so its phone was ringing first.
 */
export function talkByRecord(
  transfer: TransferInCall,
  { dialled, taken, names, doubted }: Recorded,
  call: Call,
): RecordedTalk | null {
  if (call.own.legs.length > 0 || dialled === null || taken !== null) return null;
  if (names.length === 0 || !names.every((one) => isSame(one, dialled)) || doubted.length > 0) return null;
  const { callSeconds, talkSeconds, status } = dialled;
  const end = endOf(dialled);
  if (status !== 'answered' || end === null || !talkSeconds) return null;
  if (callSeconds! - talkSeconds < RANG_SECONDS || !beginsAsTalkEnds(dialled, transfer, call)) return null;
  return { answeredAt: new Date(end - talkSeconds * 1000), talkSeconds };
}

/** The same record can have been sent again. */
const isSame = (one: PlacedRecord, other: PlacedRecord): boolean =>
  one.to === other.to && one.start === other.start && endOf(one) === endOf(other);

/** By the PBX's own clock, to the second. */
export const beginsAsTalkEnds = (
  { start }: PlacedRecord,
  { latest, numbers, parties }: TransferInCall,
  { own }: Call,
): boolean =>
  start !== null &&
  own.records.some((talk) => {
    const end = endOf(talk) ?? Infinity;
    return (
      talk.status === 'answered' &&
      numbers.has(talk.from) &&
      parties.has(takerParty(talk)) &&
      Math.abs(end - latest) <= RECORD_ROUNDING_MS &&
      Math.abs(end - start) <= RECORD_ROUNDING_MS / 2
    );
  });
