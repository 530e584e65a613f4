import { partyNumber, type Member } from '../../transfer/member.js';
import type { Target } from '../../transfer/transfer.js';
import type { Call } from './evidence/call.js';
import { DISORDER_MS } from './evidence/evidence.js';
import type { TransferInCall } from './evidence/transfers-in-call.js';
import { taker, type PlacedRecord } from './evidence/records.js';
import type { Destination } from './destination-legs.js';

/** A record can name the next hop of a chain instead of the leg that was dialled, so it needs agreement or silence. */
export function recordOfTarget(
  hop: TransferInCall,
  destination: Destination,
  records: PlacedRecord[],
): PlacedRecord | null {
  const number = destination.number;
  const others = records.filter((record) => !hop.numbers.has(taker(record)));
  if (number !== null)
    return others.find((record) => taker(record) === number || record.to === number) ?? null;
  const later = new Set<string>();
  for (let next = hop.next; next !== null; next = next.next) next.numbers.forEach((each) => later.add(each));
  return others.find((record) => !later.has(taker(record))) ?? null;
}

export function targetOf(
  destination: Destination,
  record: PlacedRecord | null,
  group: string | null,
  answered: boolean,
  call: Call,
): Target | null {
  const { number } = destination;
  if (group !== null)
    return {
      kind: 'group',
      number: group,
      answeredBy: answered ? (number ?? record?.answeredBy ?? null) : null,
    };
  // Several rang and nothing names the group that was dialled.
  if (destination.legs.length > 1) return null;
  if (number !== null) {
    const ext = destination.kind === 'ext';
    return {
      kind: ext ? 'ext' : 'outside',
      number,
      answeredBy: answered && ext ? number : null,
    };
  }
  if (record === null || destination.legs.length > 0) return null;
  if (record.status === 'voicemail') return { kind: 'voicemail', number: record.to, answeredBy: null };
  if (record.targetTrunk !== null || record.type === 'outbound')
    return { kind: 'outside', number: record.to, answeredBy: null };
  const ext = call.legs.some((leg) => leg.kind === 'ext' && leg.number === record.to);
  return {
    kind: ext ? 'ext' : 'unknown',
    number: record.to,
    answeredBy: answered && ext ? record.to : null,
  };
}

export function failureOf(hop: TransferInCall, call: Call): Member[] | null {
  const failure = call.own.failures.find(
    ({ at }) => at >= hop.at - DISORDER_MS && (hop.next === null || at < hop.next.at),
  );
  return failure?.event.members ?? null;
}

export function failedTarget(hop: TransferInCall, failed: Member[] | null): Target | null {
  const called = failed?.find((member) => !hop.numbers.has(partyNumber(member)));
  if (called === undefined) return null;
  return {
    kind: called.kind === 'ext' ? 'ext' : 'outside',
    number: partyNumber(called),
    answeredBy: null,
  };
}
