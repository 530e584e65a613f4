import { partyNumber } from '../../../transfer/member.js';
import type { EvidenceKind } from '../evidence/basis.js';
import type { Call, TransferInCall } from '../evidence/call-model.js';
import { talked } from '../evidence/leg.js';
import { endOf, RECORD_ROUNDING_MS, recordsAfter, takerParty } from '../evidence/records.js';
import type { TalkingParties } from '../people/roles.js';
import { attemptsOf } from './attempts.js';
import { consultations, type Consultation } from './consultation.js';
import { continuation, type Continuation } from './continuation.js';
import type { Destination } from './destination-model.js';
import { recallByRecords } from './recall-by-records.js';
import { answerByRecords } from './answer-by-records.js';

/** Where the transferee went: in this call, to the party consulted under another id, or on under another id. */
export function findDestination(
  transfer: TransferInCall,
  people: TalkingParties,
  inCall: Destination,
  failed: boolean,
  call: Call,
): Destination {
  if (people.transferee === null) return inCall;
  const records = recordsAfter(transfer, partyNumber(people.transferee), call);
  const here = { ...inCall, records };
  const consultation = consultationOf(transfer, people, here, call);
  if (consultation?.leg != null) return merged(here, consultation);
  if (here.attempts.length > 0 || here.member !== null || records.length > 0)
    return answerByRecords(recallByRecords(here, people.transferors, call), people.transferors, transfer);
  // It was handed on to another party in this call.
  if (hasOtherRecord(transfer, partyNumber(people.transferee), call)) return here;
  const onward = continuation(transfer, people.transferee, failed, call);
  if (onward === null || isForwardedByTransfer(onward)) return here;
  const found = attemptsOf(onward.legs, {
    transferors: people.transferors,
    callid: onward.callid,
    since: null,
  });
  return {
    ...here,
    ...found,
    purpose: found.attempts.length > 0 ? 'transfer' : null,
    records: onward.records,
    transferee: onward.transferee,
    evidence: [...here.evidence, 'call-status'],
  };
}

/** Where the dialect names no channels, a forward is a transfer of its own, and the answer is that one's. */
const isForwardedByTransfer = ({ transferee, records }: Continuation): boolean =>
  transferee?.hasNoChannel === true &&
  records.length > 1 &&
  records.some(({ status, callSeconds }) => status === 'no-answer' && callSeconds === 0);

const hasOtherRecord = ({ latest, parties }: TransferInCall, number: string, { own }: Call): boolean =>
  own.records.some(
    (record) =>
      record.from === number &&
      !parties.has(takerParty(record)) &&
      (endOf(record) ?? -Infinity) >= latest - RECORD_ROUNDING_MS,
  );

/** A consultation whose target is not seen in this call counts only where this call shows no attempt. */
function consultationOf(
  transfer: TransferInCall,
  { transferor }: TalkingParties,
  { attempts }: Destination,
  call: Call,
): Consultation | null {
  if (transferor === null) return null;
  const made = consultations(transfer, partyNumber(transferor), call).filter((each) => each.merged);
  const joined = made.filter((each) => each.joined);
  const [only, more] = joined.length > 0 ? joined : made;
  if (only === undefined || more !== undefined) return null;
  if (only.joined) return only;
  return attempts.length === 0 ? only : null;
}

function merged(
  here: Destination,
  { leg, legInCall, attempts, consultationBegan }: Consultation,
): Destination {
  const evidence: EvidenceKind[] = [...here.evidence, 'call-status', 'consultation'];
  const answer = talked(leg!) ? leg : null;
  // While the consulted phone still rang, the call may have been forwarded, or taken by another party.
  const asked = { ...here, purpose: 'consultation' as const, member: null, consultationBegan, evidence };
  if (answer === null) {
    const taken = legInCall !== null && talked(legInCall) ? legInCall : here.answer;
    return { ...asked, attempts: [...attempts, ...here.attempts], answer: taken };
  }
  return {
    ...asked,
    attempts,
    answer,
    legInCall,
    consulted: true,
    later: here.attempts.flatMap(({ legs }) => legs),
  };
}
