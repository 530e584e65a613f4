import { isTechnical, partyNumber, type Member } from '../../../transfer/member.js';
import { compare, DISORDER_MS, type KnownTransfer } from './evidence.js';
import type { Part } from './call.js';
import { channelSeq, firstAt, legKey, talked, TALKING, toldTogether, WITH, type Leg } from './legs.js';
import type { PlacedRecord } from './records.js';

/** One transfer in its place among the transfers of its call. */
export interface TransferInCall {
  transfer: KnownTransfer;
  at: number;
  /** The members that are people, and their legs' keys and numbers. */
  members: Member[];
  keys: Set<string>;
  numbers: Set<string>;
  /** The youngest channel in it, null where the dialect names none. */
  seq: number | null;
  previous: TransferInCall | null;
  next: TransferInCall | null;
  place: number;
}

/**
 * The transfers of one call, first to last. A later transfer has a younger channel in it (the party that took the call
 * meanwhile), which holds however the events arrived. Without channels arrival decides, unless two came within the
 * disorder of a network and the one's transferor had not yet been there when the other's had.
 */
export function transfersInCall(
  transfers: KnownTransfer[],
  legs: Map<string, Leg>,
  own: Part,
): TransferInCall[] {
  const hops = transfers
    .map((transfer) => transferInCall(transfer, unnamed(transfer, legs, own)))
    .sort((a, b) => a.at - b.at || compare(words(a), words(b)));
  if (hops.every((hop) => hop.seq !== null)) hops.sort((a, b) => a.seq! - b.seq!);
  else
    for (let i = 1; i < hops.length; i++) {
      const [a, b] = [hops[i - 1]!, hops[i]!];
      const [joinedA, joinedB] = [lastJoined(a, legs), lastJoined(b, legs)];
      if (joinedA === null || joinedB === null || b.at - a.at > DISORDER_MS || joinedA <= joinedB) continue;
      [hops[i - 1], hops[i]] = [b, a];
    }
  hops.forEach((hop, i) => {
    hop.place = i + 1;
    hop.previous = hops[i - 1] ?? null;
    hop.next = hops[i + 1] ?? null;
  });
  return hops;
}

/**
 * v1.0.0 often names the outside party of a transfer alone, as it does a forwarded caller. Where the extension that was
 * called had answered, it was no forwarding: that extension was in the call and transferred it.
 */
function unnamed(
  { callid, members, transferor }: KnownTransfer,
  legs: Map<string, Leg>,
  own: Part,
): Member[] {
  const [caller] = members;
  if (transferor.basis !== 'called-extension' || transferor.ext === null || caller === undefined) return [];
  const number = transferor.ext;
  const leg = own.legs.find((each) => each.number === number);
  const other = legs.get(legKey(callid, caller));
  const answered =
    (leg !== undefined && talked(leg)) ||
    (leg !== undefined && other !== undefined && toldTogether(other, TALKING, leg, [WITH])) ||
    own.records.some((each) => each.to === number && each.status === 'answered');
  if (!answered) return [];
  return [
    {
      kind: 'ext',
      number,
      ...(leg?.seq == null ? {} : { channelid: leg.key }),
    },
  ];
}

function transferInCall(transfer: KnownTransfer, others: Member[]): TransferInCall {
  const members = [...transfer.members.filter((member) => !isTechnical(member)), ...others];
  const seqs = members.map(channelSeq);
  return {
    transfer,
    at: +transfer.receivedAt,
    members,
    keys: new Set(members.map((member) => legKey(transfer.callid, member))),
    numbers: new Set(members.map(partyNumber)),
    seq: seqs.length === 0 || seqs.includes(null) ? null : Math.max(...seqs.map(Number)),
    previous: null,
    next: null,
    place: 0,
  };
}

const words = (hop: TransferInCall): string => JSON.stringify(hop.transfer.members) + hop.transfer.id;

function lastJoined(hop: TransferInCall, legs: Map<string, Leg>): number | null {
  const joined = [...hop.keys].map((key) => firstAt(legs.get(key), TALKING)).filter((at) => at !== null);
  return joined.length === hop.keys.size ? Math.max(...joined) : null;
}

/** A record is dated to the second, and its leg begins with the transfer. */
export const RECORD_ROUNDING_MS = 3_000;

/** The last transfer before each record began; of what began earlier, the first one. */
export function ownersOf(records: PlacedRecord[], hops: TransferInCall[]): Map<PlacedRecord, TransferInCall> {
  const owners = new Map<PlacedRecord, TransferInCall>();
  for (const record of records) {
    let owner = hops[0];
    if (record.start === null || owner === undefined) continue;
    while (owner.next !== null && owner.next.at - RECORD_ROUNDING_MS <= record.start) owner = owner.next;
    owners.set(record, owner);
  }
  return owners;
}
