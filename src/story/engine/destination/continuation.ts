import { partyNumber, type Member } from '../../../transfer/member.js';
import type { Call, PlacedRecord, TransferInCall } from '../evidence/call-model.js';
import { DISORDER_MS } from '../evidence/evidence.js';
import { began, byeAt, firstInCall, partyOf, type Leg } from '../evidence/leg.js';
import { CONTINUED_WITHIN_MS } from '../evidence/related.js';

/** The call in which the transferee went on. */
export interface Continuation {
  callid: string;
  legs: Leg[];
  records: PlacedRecord[];
  transferee: Leg | undefined;
}

/**
 * Where the PBX gave the transferee a new id: null when none, or several, may be it. A caller who hangs up and calls
 * again comes by a new channel, some seconds after having left.
 */
export function continuation(
  transfer: TransferInCall,
  transferee: Member,
  failed: boolean,
  call: Call,
): Continuation | null {
  const number = partyNumber(transferee);
  if (number === '' || failed) return null;
  const old = transfer.legs.get(transferee);
  const left = byeAt(old);
  // The new id is given with the transfer: who was still there a moment later makes a call of his own.
  const leftThere = old === undefined ? null : firstInCall(old, ['BYE'], call.callid);
  if (leftThere !== null && leftThere > transfer.at + MOVED_WITHIN_MS) return null;
  const found = call.around.flatMap(({ callid, start, legs, records }): Continuation[] => {
    if (start === null || start < transfer.latest - DISORDER_MS || start > transfer.at + CONTINUED_WITHIN_MS)
      return [];
    const own = legs.find((leg) => leg.party === partyOf(transferee));
    if (own === undefined ? !records.some(({ from }) => from === number) : !isCaller(own)) return [];
    if (own !== undefined && isNewCall(own, left, transfer)) return [];
    const others = legs.filter((leg) => leg !== own && leg.statuses[0]!.callid === callid);
    if (others.some((leg) => transfer.parties.has(leg.party)) || records.some(({ from }) => from !== number))
      return [];
    return [{ callid, legs: others.sort((a, b) => began(a) - began(b)), records, transferee: own }];
  });
  return found.length === 1 ? found[0]! : null;
}

/** Does this leg make the call rather than take it? */
export function isCaller(leg: Leg): boolean {
  return leg.kind === 'inbound' || leg.first.has('ALERT') || leg.first.has('ANSWERED');
}

/** The channel moves on with its party, or the old one ends in the moment in which the new one begins. */
const MOVED_WITHIN_MS = 1_000;

function isNewCall(own: Leg, left: number | null, transfer: TransferInCall): boolean {
  if ([...transfer.legs.values()].includes(own)) return false;
  if (left !== null) return Math.abs(began(own) - left) > MOVED_WITHIN_MS;
  return own.seq !== null || Math.abs(began(own) - transfer.latest) > MOVED_WITHIN_MS;
}
