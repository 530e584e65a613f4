import { partyNumber } from '../../transfer/member.js';
import type { TransferKind } from '../../transfer/transfer.js';
import type { Call } from './evidence/call.js';
import { DISORDER_MS } from './evidence/evidence.js';
import type { TransferInCall } from './evidence/transfers-in-call.js';
import {
  byeAt,
  firstAt,
  onHoldFor,
  legKey,
  RINGING,
  TALKING,
  toldAlone,
  toldTogether,
  WITH,
  type Leg,
} from './evidence/legs.js';
import { taker, type PlacedRecord } from './evidence/records.js';
import type { Roles } from './roles.js';
import type { Destination } from './destination-legs.js';

/** What kindOf needs to know of the parties; the transferor null where it is not certain. */
export interface Parties {
  transferor: string | null;
  transferee: string | null;
  /** The transferor is known to have called the target before, under an id of its own. */
  consulted: boolean;
  record: PlacedRecord | null;
}

/** Records are dated to the second. */
const ROUNDING_MS = 3_000;

/** Blind is claimed on evidence of its own, not for want of a consultation: that may have been lost. */
export function kindOf(
  hop: TransferInCall,
  roles: Roles,
  destination: Destination,
  parties: Parties,
  call: Call,
): TransferKind {
  if (wasForwarded(hop, call)) return 'forward';
  if (roles.alone) return wasLeft(hop, roles, call) ? 'forward' : 'unknown';
  if (roles.consulted !== null || parties.consulted) return 'attended';
  const own = memberLeg(hop, parties.transferor, call);
  const other = memberLeg(hop, parties.transferee, call);
  const target = destination.leg ?? destination.legs[0] ?? null;
  if (
    parties.transferor !== null &&
    destination.number !== null &&
    consultationRecord(hop, parties.transferor, destination.number, call)
  )
    return 'attended';
  if (target !== null) {
    const byMembers = kindByCompany(own, other, target);
    if (byMembers !== null) return byMembers;
    return kindByTime(hop, own, other, target);
  }
  const { record } = parties;
  if (record === null) return 'unknown';
  if (record.status !== 'answered') return 'blind';
  // A party who was asked before would have shown, where the phones of the others did.
  const seen = own !== undefined && other !== undefined && firstAt(other, ['HOLD']) === null;
  return seen && record.start !== null && Math.abs(record.start - hop.at) <= ROUNDING_MS
    ? 'blind'
    : 'unknown';
}

function kindByTime(
  hop: TransferInCall,
  own: Leg | undefined,
  other: Leg | undefined,
  target: Leg,
): TransferKind {
  const [rang, answered] = [firstAt(target, RINGING), firstAt(target, TALKING)];
  const [left, held] = [byeAt(own), firstAt(other, ['HOLD'])];
  if (answered !== null && answered < hop.at - DISORDER_MS) return 'attended';
  if (rang === null)
    return answered !== null && held === null && answered > hop.at + ROUNDING_MS ? 'blind' : 'unknown';
  if (held !== null && held < rang && rang < hop.at) return 'attended';
  // It rang while the transferor was still there, which a consultation does and a lingering phone.
  if (own !== undefined && toldTogether(own, ['BYE'], target, RINGING)) return 'unknown';
  return rang >= hop.at || (left !== null && left < rang) ? 'blind' : 'unknown';
}

/**
 * Who is told with the target: while it is asked, the transferee is on hold; in a blind transfer the transferee is the
 * one that waits for it. Holds whatever came late.
 */
function kindByCompany(own: Leg | undefined, other: Leg | undefined, target: Leg): TransferKind | null {
  const rang = [...RINGING, WITH];
  if (own !== undefined && other !== undefined && onHoldFor(other, own, target)) return 'attended';
  if (own !== undefined && toldTogether(own, [WITH], target, ['RING'])) return 'attended';
  if (other !== undefined && toldTogether(other, [...rang, ...TALKING], target, RINGING)) return 'blind';
  if (own !== undefined && toldAlone(own, target)) return 'attended';
  return null;
}

function consultationRecord(hop: TransferInCall, transferor: string, target: string, call: Call): boolean {
  return call.own.records.some(
    (record) =>
      record.from === transferor &&
      taker(record) === target &&
      (record.start === null || record.start <= hop.at),
  );
}

/**
 * A lone extension is a forwarded caller. A lone outside party is one only where the extension that was called is known
 * to have rung: v1.0.0 leaves the transferor out as well.
 */
function wasLeft(hop: TransferInCall, { transferor }: Roles, call: Call): boolean {
  if (hop.members[0]!.kind === 'ext') return true;
  return call.own.legs.some((leg) => leg.number === transferor);
}

function wasForwarded(hop: TransferInCall, call: Call): boolean {
  return call.own.forwards.some(
    (event) =>
      event.members.length === hop.members.length &&
      event.members.every((member) => hop.keys.has(legKey(call.callid, member))),
  );
}

function memberLeg(hop: TransferInCall, number: string | null, call: Call): Leg | undefined {
  const member = hop.members.find((each) => partyNumber(each) === number);
  return member && call.leg.get(legKey(call.callid, member));
}
