import { partyNumber, type Member } from '../../transfer/member.js';
import type { Call } from './evidence/call.js';
import { consultations, continuation, type Consultation } from './consultation.js';
import type { Hop } from './evidence/transfers-in-call.js';
import { legKey, talked, type Leg } from './evidence/legs.js';
import type { PlacedRecord } from './evidence/records.js';
import { recordsAfter } from './evidence/records-after.js';
import type { Rung } from './destination-legs.js';

/** The transferor's earlier call to the target, or where nothing shows the target, the one that was merged. */
export function consultationOf(
  hop: Hop,
  transferor: string | null,
  rung: Rung,
  call: Call,
): Consultation | null {
  if (transferor === null) return null;
  const made = consultations(hop, transferor, call);
  return made.find((each) => (rung.number === null ? each.merged : each.number === rung.number)) ?? null;
}

/** Where the transferee went: in this call, to the party consulted, or on under another id. */
export function whereabouts(
  hop: Hop,
  transferee: Member | null,
  rung: Rung,
  consultation: Consultation | null,
  call: Call,
): { rung: Rung; records: PlacedRecord[]; transfereeLeg: Leg | undefined } {
  if (transferee === null) return { rung, records: [], transfereeLeg: undefined };
  const party = partyNumber(transferee);
  const records = recordsAfter(hop, party, call);
  const here = {
    rung,
    records,
    transfereeLeg: call.leg.get(legKey(call.callid, transferee)),
  };
  if (rung.number !== null || rung.legs.length > 0) return here;
  if (consultation !== null) {
    const { leg, number } = consultation;
    return {
      ...here,
      rung: {
        ...rung,
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
    rung: {
      ...rung,
      leg,
      number: leg?.number ?? null,
      kind: leg?.kind ?? 'ext',
      legs,
    },
    records: onward.records,
    transfereeLeg: onward.transferee,
  };
}
