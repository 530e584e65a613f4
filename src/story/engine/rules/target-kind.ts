import { isExtensionNumber } from '../../../transfer/extension-number.js';
import type { Target } from '../../../transfer/transfer.js';
import type { Destination } from '../destination/destination-model.js';
import type { Call, PlacedRecord } from '../evidence/call-model.js';
import { rang } from '../evidence/leg.js';
import { endOf } from '../evidence/records.js';
import { wasOverAtOnce } from './records-of-consultation.js';

/** The kind of target that a record names, where no phone of that number is known to ring. */
export function targetKindOf(
  record: PlacedRecord,
  parties: { kind: string; number: string }[],
  destination: Destination,
  call: Call,
): Target['kind'] {
  const { to: number, answeredBy, status, targetTrunk, type } = record;
  // Where the states of phones are pushed and no phone rang, the mailbox was dialled or took the call at once.
  const { callSeconds, talkSeconds } = record;
  // Where the dialect names no channels, ringing can be left out as a re-send.
  const rangBefore =
    call.own.legs.some(({ hasNoChannel }) => hasNoChannel) &&
    callSeconds !== null &&
    talkSeconds !== null &&
    callSeconds - talkSeconds > 1;
  // Where another number's phone rang, this one forwards.
  const isPhone = call.own.legs.some((leg) => leg.number === number);
  if (status === 'voicemail' && (parties.length > 0 || isPhone)) return 'unknown';
  if (status === 'voicemail') return call.own.legs.length > 0 && !rangBefore ? 'voicemail' : 'unknown';
  if (call.extensions.has(number)) return 'ext';
  // The call was forwarded at once: the phones that rang are those of the forward's target.
  if (parties.length > 0 && wasOverAtOnce(record)) return 'unknown';
  if ([call.own, ...call.around].some(({ forwards }) => forwards.length > 0)) return 'unknown';
  if (parties.filter(({ kind }) => kind === 'ext').length > 1) return 'group';
  const [phone] = destination.attempts[0]?.legs ?? [];
  // A record names a party that picked the call up in the same way; but then the phone that was called was ringing.
  const tellsPhones = call.own.legs.length > 0;
  if (
    answeredBy !== null &&
    tellsPhones &&
    destination.purpose !== 'consultation' &&
    (phone === undefined || (phone.number === answeredBy && rang(phone)))
  )
    return 'group';
  if (phone?.path === number) return 'group';
  if ((targetTrunk !== null || type === 'outbound') && !isExtensionNumber(number)) return 'outside';
  if (
    !tellsPhones &&
    isExtensionNumber(number) &&
    !isNamedWithAgent(number, call) &&
    isOfOnePhone(record, call)
  )
    return 'ext';
  return 'unknown';
}

/** Another record says who answered there. */
const isNamedWithAgent = (number: string, { own, around }: Call): boolean =>
  [own, ...around].some(({ records }) =>
    records.some(({ to, answeredBy }) => to === number && answeredBy !== null),
  );

/** A group is never busy. Where a group or queue was answered, its record or one beside it names the agent. */
function isOfOnePhone(record: PlacedRecord, { own }: Call): boolean {
  const { status, answeredBy, callSeconds, talkSeconds, from } = record;
  if (status === 'busy') return true;
  if (status !== 'answered' || answeredBy !== null || callSeconds === null || talkSeconds === null)
    return false;
  const end = endOf(record) ?? Infinity;
  const isBeside = (other: PlacedRecord) =>
    other.to !== record.to && other.from === from && Math.abs((endOf(other) ?? -Infinity) - end) <= 1_000;
  return talkSeconds > 0 && callSeconds - talkSeconds > 1 && !own.records.some(isBeside);
}
