import { partyNumber } from '../../../transfer/member.js';
import type { Target } from '../../../transfer/transfer.js';
import { claim, type Claim } from '../claim.js';
import { dialled } from '../destination/destination.js';
import { type Destination } from '../destination/destination-model.js';
import type { Call, TransferInCall, PlacedRecord } from '../evidence/call-model.js';
import { RECORD_ROUNDING_MS, taker, takerParty } from '../evidence/records.js';
import type { Failure } from './failure.js';
import { rangAtOnce } from './group.js';
import type { Recorded } from './record.js';

const NONE = claim<Target | null>(null);

/** As dialled: who took the call where it was forwarded, or picked up, is `answeredBy`. */
export function targetOf(
  transfer: TransferInCall,
  destination: Destination,
  recorded: Recorded,
  group: Claim<string> | null,
  failure: Failure | null,
  answered: boolean,
  call: Call,
): Claim<Target | null> {
  const by = answered ? answeredBy(destination, recorded) : null;
  if (group !== null) return claim({ kind: 'group', number: group.value, answeredBy: by }, ...group.rests);
  const parties = dialled(destination);
  const [only] = parties;
  if (parties.length > 1) return twin(destination, recorded, answered);
  if (only !== undefined && !rangAtOnce(transfer, destination) && !isNamed(only.number, recorded, transfer))
    return NONE;
  if (only !== undefined)
    return claim(
      only.kind === 'ext'
        ? { kind: 'ext', number: only.number, answeredBy: by }
        : { kind: 'outside', number: only.number, answeredBy: null },
      ...destination.rests,
    );
  if (recorded.dialled !== null) return byRecord(recorded.dialled, recorded.taken, answered, call);
  return failure?.called == null ? NONE : failedTarget(failure);
}

/** A menu or a queue came first, unless a record that begins with the transfer names the phone. */
const isNamed = (number: string, { dialled: record }: Recorded, transfer: TransferInCall): boolean =>
  record !== null &&
  record.to === number &&
  (record.start === null || record.start - transfer.latest <= RECORD_ROUNDING_MS);

/** The extension that took the call; an outside party is none. */
function answeredBy(
  { answer, member, linked }: Destination,
  { dialled: record, taken }: Recorded,
): string | null {
  if (answer !== null) return answer.kind === 'ext' ? answer.number : null;
  if (member !== null && linked) return member.kind === 'ext' ? partyNumber(member) : null;
  const by = taken ?? (record?.status === 'answered' ? record : null);
  return by === null || takerParty(by).startsWith('outside') || by.answeredBy === null ? null : by.answeredBy;
}

/** An extension and its mobile twin rang, and the record names the extension; else several rang and nothing names the group. */
function twin(
  { attempts, answer }: Destination,
  { dialled: record }: Recorded,
  answered: boolean,
): Claim<Target | null> {
  const exts = new Set(attempts[0]!.legs.filter(({ kind }) => kind === 'ext').map(({ number }) => number));
  const [number] = exts;
  if (exts.size !== 1 || record === null || record.to !== number || record.answeredBy !== null) return NONE;
  const by = answer === null || answer.kind !== 'ext' ? number : answer.number;
  return claim({ kind: 'ext', number, answeredBy: answered ? by : null }, 'call-status', 'call-record');
}

function byRecord(
  record: PlacedRecord,
  taken: PlacedRecord | null,
  answered: boolean,
  call: Call,
): Claim<Target | null> {
  const number = record.to;
  if (record.answeredBy !== null)
    return claim(
      {
        kind: call.phones.has(number) ? 'ext' : 'group',
        number,
        answeredBy: answered ? record.answeredBy : null,
      },
      'call-record',
    );
  if (record.status === 'voicemail')
    return claim(
      { kind: isMailbox(record, call) ? 'voicemail' : 'unknown', number, answeredBy: null },
      'call-record',
    );
  if (takerParty(record).startsWith('outside'))
    return claim({ kind: 'outside', number, answeredBy: null }, 'call-record');
  const ext = call.legs.some((leg) => leg.kind === 'ext' && leg.number === number);
  const by = taken === null ? (ext ? number : null) : taker(taken);
  return claim({ kind: ext ? 'ext' : 'unknown', number, answeredBy: answered ? by : null }, 'call-record');
}

/** Where phones' states are pushed and none rang, or the mailbox took the call at once, it was the mailbox that was dialled. */
function isMailbox({ callSeconds, talkSeconds }: PlacedRecord, call: Call): boolean {
  return call.own.legs.length > 0 || callSeconds === null || !talkSeconds || callSeconds - talkSeconds <= 2;
}

function failedTarget({ called }: Failure): Claim<Target | null> {
  return claim(
    { kind: called!.kind === 'ext' ? 'ext' : 'outside', number: partyNumber(called!), answeredBy: null },
    'call-failed',
  );
}
