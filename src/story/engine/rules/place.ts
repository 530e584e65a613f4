import { isExtensionNumber } from '../../../transfer/extension-number.js';
import type { Target } from '../../../transfer/transfer.js';
import type { Destination } from '../destination/destination-model.js';
import type { Call, PlacedRecord } from '../evidence/call-model.js';
import { rang } from '../evidence/leg.js';
import { wasOverAtOnce } from './record.js';

/** What kind of place a number is that a record names, and at which no phone is known to have been ringing. */
export function placeOf(
  record: PlacedRecord,
  parties: { kind: string; number: string }[],
  destination: Destination,
  call: Call,
): Target['kind'] {
  const { to: number, answeredBy, status, targetTrunk, type } = record;
  // The mailbox was dialled, or took the call at once, where the states of phones are pushed and none rang.
  const { callSeconds, talkSeconds } = record;
  // What rang is left out as a re-send at times where the dialect names no channels.
  const rangBefore =
    call.own.legs.some(({ isOfNumber }) => isOfNumber) &&
    callSeconds !== null &&
    talkSeconds !== null &&
    callSeconds - talkSeconds > 1;
  if (status === 'voicemail') return call.own.legs.length > 0 && !rangBefore ? 'voicemail' : 'unknown';
  if (call.extensions.has(number)) return 'ext';
  // Forwarded at once: the phones that rang are those of the number to which it led.
  if (parties.length > 0 && wasOverAtOnce(record)) return 'unknown';
  if (parties.filter(({ kind }) => kind === 'ext').length > 1) return 'group';
  const [phone] = destination.attempts[0]?.legs ?? [];
  // Who picks a ringing phone's call up is named in the same way; but then that phone has been ringing.
  const tellsPhones = call.own.legs.length > 0;
  if ([call.own, ...call.around].some(({ forwards }) => forwards.length > 0)) return 'unknown';
  if (
    answeredBy !== null &&
    tellsPhones &&
    destination.manner !== 'asked' &&
    (phone === undefined || (phone.number === answeredBy && rang(phone)))
  )
    return 'group';
  if (phone?.path === number) return 'group';
  if ((targetTrunk !== null || type === 'outbound') && !isExtensionNumber(number)) return 'outside';
  return 'unknown';
}
