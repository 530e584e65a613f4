import { isTechnical, partyNumber, type Member } from '../../../transfer/member.js';
import { compare, DISORDER_MS, type KnownTransfer } from './evidence.js';
import type { LegAt, Part, TransferInCall, PlacedRecord } from './call-model.js';
import { byeAt, channelSeq, legKey, partyOf, talkedAt, type Leg } from './leg.js';
import { endOf, RECORD_ROUNDING_MS, takerParty } from './records.js';
import { unnamedTransferor } from './unnamed-transferor.js';

/**
 * The transfers of one call, first to last: as they came, unless two came within the disorder of a network, and what
 * they name says otherwise: the later one has the younger channel in it, or the one who was there later.
 */
export function transfersInCall(transfers: KnownTransfer[], own: Part, legAt: LegAt): TransferInCall[] {
  const found = transfers
    .map((transfer) => {
      const others = transfers.some((other) => isForwardOf(transfer, other))
        ? []
        : unnamedTransferor(transfer, own, legAt, transfers);
      return transferInCall(transfer, others, legAt);
    })
    .sort((a, b) => a.at - b.at || compare(words(a), words(b)));
  for (let i = 1; i < found.length; i++) {
    const [a, b] = [found[i - 1]!, found[i]!];
    if (b.at - a.at <= DISORDER_MS && overtook(b, a, own)) [found[i - 1], found[i]] = [b, a];
  }
  found.forEach((transfer, i) => {
    transfer.place = i + 1;
    transfer.previous = found[i - 1] ?? null;
    transfer.next = found[i + 1] ?? null;
  });
  return found;
}

/**
 * A transfer to a number that forwards at once is followed by an event that names the caller alone. No person
 * transfers twice so soon.
 */
export function isForwardOf(forward: KnownTransfer, transfer: KnownTransfer): boolean {
  const later = +forward.receivedAt - +transfer.receivedAt;
  return (
    forward !== transfer &&
    forward.members.length === 1 &&
    (transfer.members.length > 1 ? Math.abs(later) <= AT_ONCE_MS : later > 0 && later <= AT_ONCE_MS)
  );
}

const AT_ONCE_MS = 1_000;
/** Two events on connections of their own that are both late arrive hardly ever so close together. */
const WITH_BYE_MS = 300;

/** Was the first, though it came later, made before the other? */
function overtook(a: TransferInCall, b: TransferInCall, own: Part): boolean {
  if (isForwardOf(a.transfer, b.transfer)) return false;
  if (isForwardOf(b.transfer, a.transfer)) return true;
  if (a.confirmed && b.confirmed) return false;
  const [talkedA, talkedB] = [talkRecorded(a, own), talkRecorded(b, own)];
  if (talkedA !== null && talkedB !== null && talkedA !== talkedB) return talkedA < talkedB;
  if (a.seq !== null && b.seq !== null) return a.seq < b.seq;
  // A forward names the caller alone, who was in the call before all others.
  if (a.members.length === 1 || b.members.length === 1) return false;
  const [joinedA, joinedB] = [lastJoined(a), lastJoined(b)];
  return joinedA !== null && joinedB !== null && joinedA < joinedB;
}

/**
 * When the talk that the transfer ended was over, by its record. Where the two talked several times, the nearest
 * counts.
 */
function talkRecorded({ at, numbers, parties }: TransferInCall, { records }: Part): number | null {
  const ends = records
    .filter(
      (record) => record.status === 'answered' && numbers.has(record.from) && parties.has(takerParty(record)),
    )
    .map(endOf)
    .filter((end) => end !== null);
  return ends.sort((a, b) => Math.abs(a - at) - Math.abs(b - at))[0] ?? null;
}

function transferInCall(transfer: KnownTransfer, others: Member[], legAt: LegAt): TransferInCall {
  const at = +transfer.receivedAt;
  const members = [...transfer.members.filter((member) => !isTechnical(member)), ...others];
  const legs = new Map<Member, Leg>();
  for (const member of members) {
    const leg = legAt(member, at);
    if (leg !== undefined) legs.set(member, leg);
  }
  const seqs = members.map(channelSeq);
  return {
    transfer,
    at,
    latest: latest(at, members, legs),
    members,
    legs,
    keys: new Set(members.map((member) => legKey(transfer.callid, member))),
    parties: new Set(members.map(partyOf)),
    numbers: new Set(members.map(partyNumber)),
    seq: seqs.length === 0 || seqs.includes(null) ? null : Math.max(...seqs.map(Number)),
    confirmed: members.some(
      (member) =>
        member.kind === 'ext' && Math.abs((byeAt(legs.get(member)) ?? Infinity) - at) <= WITH_BYE_MS,
    ),
    forwarder: null,
    previous: null,
    next: null,
    place: 0,
  };
}

/** A party that has left does not transfer. */
function latest(at: number, members: Member[], legs: Map<Member, Leg>): number {
  const byes = members
    .filter(({ kind }) => kind === 'ext')
    .map((member) => byeAt(legs.get(member)))
    .filter((bye) => bye !== null && bye > at - DISORDER_MS);
  return Math.min(at, ...byes.map(Number));
}

const words = ({ transfer }: TransferInCall): string => JSON.stringify(transfer.members) + transfer.id;

function lastJoined({ members, legs }: TransferInCall): number | null {
  const joined = members.map((member) => talkedAt(legs.get(member))).filter((at) => at !== null);
  return joined.length === members.length ? Math.max(...joined) : null;
}

/** The record began after the transfer; or it is with a party of a consultation, which is new to the call. */
function follows(record: PlacedRecord, transfer: TransferInCall): boolean {
  if (record.start! >= transfer.latest - RECORD_ROUNDING_MS) return true;
  const end = endOf(record) ?? -Infinity;
  return end > transfer.latest + RECORD_ROUNDING_MS && !transfer.parties.has(takerParty(record));
}

/** Of two transfers within the rounding of a record, the one with which it began. */
const isNearer = (a: TransferInCall, b: TransferInCall, at: number): boolean =>
  at < b.latest &&
  at >= b.latest - RECORD_ROUNDING_MS &&
  Math.abs(at - a.latest) < Math.abs(at - b.latest) - 1_000;

/** For each record the last transfer before it began. What began before all transfers belongs to the first one. */
export function ownersOf(
  records: PlacedRecord[],
  transfers: TransferInCall[],
): Map<PlacedRecord, TransferInCall> {
  const owners = new Map<PlacedRecord, TransferInCall>();
  for (const record of records) {
    let owner = transfers[0];
    if (record.start === null || owner === undefined) continue;
    while (owner.next !== null && follows(record, owner.next) && !isNearer(owner, owner.next, record.start))
      owner = owner.next;
    owners.set(record, owner);
  }
  return owners;
}
