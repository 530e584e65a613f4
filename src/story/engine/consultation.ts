import { partyNumber } from '../../transfer/member.js';
import type { Call } from './evidence/call.js';
import { DISORDER_MS } from './evidence/evidence.js';
import type { TransferInCall } from './evidence/transfers-in-call.js';
import { began, byeAt, inCall, legKey, talked, type Leg } from './evidence/legs.js';
import { taker, type PlacedRecord } from './evidence/records.js';
import { CONSULTED_BEFORE_MS, CONTINUED_WITHIN_MS } from './evidence/related.js';

/** The transferor's call to the target under an id of its own. */
export interface Consultation {
  callid: string;
  number: string;
  leg: Leg | null;
  /** The target is seen in the transferred call too: this was the consultation, not just another call. */
  merged: boolean;
}

/**
 * Calls that the transferor made shortly before. Which of them was the consultation shows at its end: the target's
 * channel appears in the first call, or the transferor's BYE comes alone.
 */
export function consultations(hop: TransferInCall, transferor: string, call: Call): Consultation[] {
  const found: Consultation[] = [];
  for (const { callid, start, ...part } of call.around) {
    if (start === null || start < hop.at - CONSULTED_BEFORE_MS || start > hop.at) continue;
    const legs = part.legs.filter((leg) => leg.marks[0]!.callid === callid);
    const own = legs.find((leg) => leg.number === transferor && calling(leg));
    const record = part.records.find((each) => each.from === transferor);
    if (own === undefined && record === undefined) continue;
    const ends = [byeAt(own), record === undefined ? null : endOf(record)].filter((at) => at !== null);
    if (ends.some((at) => at < hop.at - DISORDER_MS)) continue;
    const destination = legs.filter(
      (leg) => leg.number !== transferor && !calling(leg) && !hop.numbers.has(leg.number),
    );
    const leg = destination.findLast(talked) ?? destination.at(-1) ?? null;
    const number = leg?.number ?? (record && taker(record));
    if (number === undefined || hop.numbers.has(number)) continue;
    const merged = (leg !== null && inCall(leg, call.callid)) || leftAlone(hop, own, leg, transferor, call);
    found.push({ callid, number, leg, merged });
  }
  return found;
}

const endOf = (record: PlacedRecord): number | null =>
  record.start === null || record.callSeconds === null ? null : record.start + record.callSeconds * 1000;

/** "The old id then ends with the transferor's BYE alone": both of the transferor's legs end together, the target's does not. */
function leftAlone(
  hop: TransferInCall,
  own: Leg | undefined,
  leg: Leg | null,
  transferor: string,
  call: Call,
): boolean {
  if (own === undefined || leg === null || !talked(leg)) return false;
  const first = hop.members.find((member) => partyNumber(member) === transferor);
  const ended = byeAt(own);
  const left = first && byeAt(call.leg.get(legKey(call.callid, first)));
  const over = byeAt(leg);
  if (ended === null || (over !== null && over <= ended + DISORDER_MS)) return false;
  return ended >= hop.at - DISORDER_MS && left != null && Math.abs(ended - left) < DISORDER_MS;
}

/** The call in which the transferee went on where the PBX gave it a new id; null when none, or several, may be it. */
export function continuation(
  hop: TransferInCall,
  transferee: string,
  call: Call,
): {
  callid: string;
  legs: Leg[];
  records: PlacedRecord[];
  transferee: Leg | undefined;
} | null {
  if (transferee === '') return null;
  const found = call.around.flatMap(({ callid, start, legs, records }) => {
    if (start === null || start < hop.at - DISORDER_MS || start > hop.at + CONTINUED_WITHIN_MS) return [];
    const there =
      legs.some((leg) => leg.number === transferee && calling(leg)) ||
      records.some((each) => each.from === transferee);
    const others = legs.filter((leg) => leg.number !== transferee);
    if (
      !there ||
      others.some((leg) => hop.numbers.has(leg.number)) ||
      records.some((r) => r.from !== transferee)
    )
      return [];
    const own = legs.find((leg) => leg.number === transferee);
    return [
      {
        callid,
        legs: others.sort((a, b) => began(a) - began(b)),
        records,
        transferee: own,
      },
    ];
  });
  return found.length === 1 ? found[0]! : null;
}

/** Does this leg make the call rather than take it? */
function calling(leg: Leg): boolean {
  if (leg.kind === 'inbound') return true;
  return leg.first.has('ALERT') || leg.first.has('ANSWERED');
}
