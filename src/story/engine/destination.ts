import { partyNumber, type Member } from '../../transfer/member.js';
import type { Call } from './evidence/call.js';
import { consultations, continuation, type Consultation } from './consultation.js';
import type { TransferInCall } from './evidence/transfers-in-call.js';
import { legKey, talked, type Leg } from './evidence/legs.js';
import type { PlacedRecord } from './evidence/records.js';
import { recordsAfter } from './evidence/records-after.js';
import type { Destination } from './destination-legs.js';

/** The transferor's earlier call to the target, or where nothing shows the target, the one that was merged. */
export function consultationOf(
  hop: TransferInCall,
  transferor: string | null,
  destination: Destination,
  call: Call,
): Consultation | null {
  if (transferor === null) return null;
  const made = consultations(hop, transferor, call);
  return (
    made.find((each) => (destination.number === null ? each.merged : each.number === destination.number)) ??
    null
  );
}

/** Where the transferee went: in this call, to the party consulted, or on under another id. */
export function findDestination(
  hop: TransferInCall,
  transferee: Member | null,
  destination: Destination,
  consultation: Consultation | null,
  call: Call,
): { destination: Destination; records: PlacedRecord[]; transfereeLeg: Leg | undefined } {
  if (transferee === null) return { destination, records: [], transfereeLeg: undefined };
  const party = partyNumber(transferee);
  const records = recordsAfter(hop, party, call);
  const here = {
    destination,
    records,
    transfereeLeg: call.leg.get(legKey(call.callid, transferee)),
  };
  if (destination.number !== null || destination.legs.length > 0) return here;
  if (consultation !== null) {
    const { leg, number } = consultation;
    return {
      ...here,
      destination: {
        ...destination,
        leg,
        number,
        kind: leg?.kind ?? 'ext',
        legs: leg ? [leg] : [],
      },
    };
  }
  const onward = records.length > 0 ? null : continuation(hop, party, call);
  if (onward === null) return here;
  const { legs } = onward;
  const leg = legs.findLast(talked) ?? (legs.length === 1 ? legs[0]! : null);
  return {
    destination: {
      ...destination,
      leg,
      number: leg?.number ?? null,
      kind: leg?.kind ?? 'ext',
      legs,
    },
    records: onward.records,
    transfereeLeg: onward.transferee,
  };
}
