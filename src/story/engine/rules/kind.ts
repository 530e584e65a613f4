import type { Recorded } from '../ending/ending.js';
import { partyNumber } from '../../../transfer/member.js';
import type { TransferKind } from '../../../transfer/transfer.js';
import { claim, type Claim } from '../claim.js';
import { consultations } from '../destination/consultation.js';
import { firstCalled } from '../destination/destination.js';
import { type Destination } from '../destination/destination-model.js';
import { NOT_TAKEN } from '../destination/recall-by-records.js';
import type { Call, PlacedRecord, TransferInCall } from '../evidence/call-model.js';
import {
  began,
  byeAt,
  firstAt,
  legKey,
  namedTogether,
  rang,
  stateAt,
  talked,
  TALKING,
  WITH,
  type Leg,
} from '../evidence/leg.js';
import { endOf, RECORD_ROUNDING_MS as ROUNDING_MS, taker, takerParty } from '../evidence/records.js';
import { isForwardOf } from '../evidence/transfers-in-call.js';
import type { TalkingParties, Roles } from '../people/roles.js';
import { consultationsSince, joinedAt } from '../destination/legs-of-transfer.js';
import { hasRecordOfTalk } from './records-of-consultation.js';
import { beginsAsTalkEnds } from './recorded-talk.js';

/** Blind needs evidence of its own: where no consultation is seen, its events may have been lost. */
export function kindOf(
  transfer: TransferInCall,
  roles: Roles,
  people: TalkingParties,
  destination: Destination,
  recorded: Recorded,
  call: Call,
): Claim<TransferKind> {
  if (wasForwarded(transfer, call)) return claim('forward', 'forward');
  if (roles.alone) return wasLeft(transfer, roles, call) ? claim('forward', 'forward') : claim('unknown');
  if (destination.purpose === 'consultation') return claim('attended', ...destination.evidence);
  if (destination.purpose === 'transfer') return claim('blind', 'call-status');
  if (destination.purpose === null && calledAfterPause(transfer, people, destination, call))
    return claim('blind', 'call-status');
  if (destination.purpose !== null || destination.isInterrupted) return claim('unknown');
  if (blindByRecordAlone(transfer, people, recorded, call)) return claim('blind', 'call-record');
  if (askedByRecord(transfer, people, destination, recorded, call)) return claim('attended', 'call-record');
  return blindByRecord(transfer, people, destination, recorded, call);
}

/**
 * Where no states are pushed: the phone was ringing when the transfer had been made, and the transferor has no record of a
 * consultation. The records of other calls are known only where the PBX has a serial number.
 */
function blindByRecordAlone(
  transfer: TransferInCall,
  { transferor }: TalkingParties,
  { dialled, names, taken }: Recorded,
  call: Call,
): boolean {
  if (call.own.legs.length > 0 || dialled === null || taken !== null || transferor === null) return false;
  if (dialled.sn === '' || names.some((record) => record.to !== dialled.to)) return false;
  const { callSeconds, talkSeconds, status } = dialled;
  const wasRinging = (callSeconds ?? 0) - (talkSeconds ?? 0) > 1 || status === 'busy' || status === 'failed';
  const number = partyNumber(transferor);
  const consulted = [call.own, ...call.around].some(({ records }) =>
    records.some(
      (record) =>
        record.from === number &&
        !transfer.parties.has(takerParty(record)) &&
        Math.abs((endOf(record) ?? Infinity) - transfer.latest) <= ROUNDING_MS,
    ),
  );
  return wasRinging && !consulted && beginsAsTalkEnds(dialled, transfer, call);
}

/** The transferor's own record with the target, which had not ended before the transfer. */
function askedByRecord(
  transfer: TransferInCall,
  { transferor }: TalkingParties,
  destination: Destination,
  recorded: Recorded,
  call: Call,
): boolean {
  const target =
    firstCalled(destination)[0]?.number ?? (recorded.dialled === null ? null : taker(recorded.dialled));
  if (transferor === null || target === null) return false;
  // Who picked the call up has a record of his own of that talk, which can name the target too.
  if (joinedAt(transfer, [partyNumber(transferor)], call) === null && !hasRecordOfTalk(transfer, call))
    return false;
  const joined = consultationsSince(transfer, partyNumber(transferor), call);
  return call.own.records.some(
    (record) =>
      record.from === partyNumber(transferor) &&
      taker(record) === target &&
      record.status === 'answered' &&
      record.start !== null &&
      record.start > joined &&
      record.start < transfer.latest &&
      Math.abs((endOf(record) ?? Infinity) - transfer.latest) <= ROUNDING_MS &&
      isMergedWith(record, recorded.dialled),
  );
}

/** By the PBX's own clock: the record with the transferee begins with the consultation, or as it ends. */
const isMergedWith = (consultation: PlacedRecord, dialled: PlacedRecord | null): boolean =>
  dialled === null ||
  dialled.start === null ||
  dialled.start <= consultation.start! + MERGED_MS ||
  Math.abs(dialled.start - endOf(consultation)!) <= MERGED_MS;

/** What began so long before the transfer was a consultation. */
const BEGUN_MS = 1_000;
/** Two records are dated to the second each. */
const MERGED_MS = 1_000;

/**
 * After a pause it is not known for which call a phone rings. But where the transferor left with the transfer, and is
 * seen to have called nobody before, there was no consultation. The calls around are known only where the PBX has a
 * serial number.
 */
function calledAfterPause(
  transfer: TransferInCall,
  { transferor, transferee }: TalkingParties,
  { isInterrupted, later }: Destination,
  call: Call,
): boolean {
  if (!isInterrupted || transferor === null || transferee === null || !later.some(rang)) return false;
  const own = transfer.legs.get(transferor);
  const left = byeAt(own);
  if (!talked(own) || left === null || Math.abs(left - transfer.at) > ROUNDING_MS) return false;
  if (own!.statuses[0]!.event.event.sn === '') return false;
  if (!talked(transfer.legs.get(transferee))) return false;
  const joined = consultationsSince(transfer, partyNumber(transferor), call);
  const isEarlier = (leg: Leg) => leg !== own && began(leg) < transfer.latest;
  return (
    !call.legs.some((leg) => leg.mayReturn) &&
    !call.own.legs.some((leg) => isEarlier(leg) && began(leg) > joined) &&
    !call.around.some(({ legs }) => legs.some((leg) => isEarlier(leg) && leg.party === own!.party))
  );
}

/** Where the states of the other phones are known, a party that was asked would be among them. */
function blindByRecord(
  transfer: TransferInCall,
  { transferor }: TalkingParties,
  { recall, transferee }: Destination,
  { dialled: record }: Recorded,
  call: Call,
): Claim<TransferKind> {
  const own = transferor === null ? undefined : transfer.legs.get(transferor);
  const shown = own !== undefined && transferee !== undefined && talked(own);
  // A consultation that failed is over, though the same state as before can have been taken for a re-send.
  const failed = call.own.failures.some(({ at }) => at < transfer.latest);
  const held = stateAt(transferee, transfer.latest) === 'HOLD' && !failed;
  const asks = transferor !== null && consultations(transfer, partyNumber(transferor), call).length > 0;
  if (!shown || held || asks || record === null || record.start === null) return claim('unknown');
  // One that came to the call without ringing was merged.
  if (call.own.legs.some((leg) => leg.number === taker(record) && !rang(leg))) return claim('unknown');
  const begun = record.start >= transfer.latest - BEGUN_MS && record.start <= transfer.latest + ROUNDING_MS;
  const isLater = record.start > transfer.latest;
  return begun || (recall !== null && isLater)
    ? claim('blind', 'call-status', 'call-record')
    : claim('unknown');
}

/**
 * A lone extension is a forwarded caller. A lone outside party is one only where the extension that was called rang and
 * was left, and neither it nor the caller is known to have talked: v1.0.0 leaves the transferor out as well.
 */
function wasLeft(transfer: TransferInCall, { transferor, transferee }: Roles, call: Call): boolean {
  if (
    transfer.members[0]!.kind === 'ext' ||
    transfer.transfer.isForwardWhenAlone === true ||
    transfer.forwarder !== null ||
    isAtStart(transfer, call)
  )
    return true;
  if (call.transfers.some((other) => isForwardOf(transfer.transfer, other.transfer))) return true;
  const ofTransferor = call.own.records.filter(({ to }) => to === transferor);
  // One that answered before was called back.
  if (
    ofTransferor.some(({ status }) => NOT_TAKEN.includes(status)) &&
    !ofTransferor.some(({ status }) => status === 'answered')
  )
    return true;
  const caller = transferee === null ? undefined : transfer.legs.get(transferee);
  const talking = firstAt(caller, TALKING);
  if (talking !== null && talking < transfer.latest) return false;
  return call.own.legs.some(
    (leg) =>
      leg.number === transferor &&
      !talked(leg) &&
      !namedTogether(caller, TALKING, leg, [WITH]) &&
      (byeAt(leg) ?? Infinity) <= transfer.at + ROUNDING_MS,
  );
}

/** Nobody has talked in a call that has just begun. */
const isAtStart = (transfer: TransferInCall, { own }: Call): boolean =>
  own.start !== null && Math.abs(transfer.at - own.start) <= ROUNDING_MS / 2;

function wasForwarded(transfer: TransferInCall, call: Call): boolean {
  return call.own.forwards.some(
    ({ event }) =>
      event.members.length === transfer.members.length &&
      event.members.every((member) => transfer.keys.has(legKey(call.callid, member))),
  );
}
