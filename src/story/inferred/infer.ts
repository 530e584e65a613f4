import type { InferredTransfer, KnownRecord } from '../../transfer/inferred.js';
import { didOf } from '../../transfer/did.js';
import type { RecordEvent } from '../../transfer/event.js';
import { type Member, partyNumber } from '../../transfer/member.js';
import type { Outcome, Target } from '../../transfer/transfer.js';

/** Seconds are truncated, at the end of one leg and at the start of the next. */
const SEAM_MS = 3_000;

/**
 * Two people talked, and as their leg ended one of them had a new one, to somebody else, in the same call: the other one
 * handed him on. Said only where the one who left is known for an extension, since a menu and a queue hand on callers
 * as well. A record to the same place from the one who left, begun earlier, was the consultation.
 *
 * A pure function of the set of records. What it does not find may have happened all the same.
 */
export function inferTransfers(records: KnownRecord[], extensions: ReadonlySet<string>): InferredTransfer[] {
  const legs = legsOf(records);
  // Nothing arrives before it has happened: the least delay is the distance of the PBX's clock from ours.
  const error = Math.min(...legs.map(({ receivedAt, end }) => +receivedAt - end));
  const did = didOf(legs.map(({ record }) => record));
  const found: InferredTransfer[] = [];
  let talk = legs.find(({ record }) => record.status === 'answered' && talkedTo(record) !== '');
  while (talk) {
    const { record } = talk;
    const pair = [record.from, talkedTo(record)];
    const moves = legs.flatMap((leg) => {
      const stayed = pair.find((party) => [leg.record.from, leg.record.to].includes(party));
      const far = leg.record.from === stayed ? leg.record.to : leg.record.from;
      const left = pair.find((party) => party !== stayed);
      if (leg === talk || stayed === undefined || left === undefined || pair.includes(far)) return [];
      return [{ leg, stayed, left, far }];
    });
    const next = moves.find(
      ({ leg, left }) => Math.abs(leg.start - talk!.end) <= SEAM_MS && extensions.has(left),
    );
    if (!next) break;
    const consulted = moves.some(
      ({ leg, stayed, far }) => stayed === next.left && far === next.far && leg.start <= next.leg.start,
    );
    const transferee = memberOf(next.stayed, record, extensions);
    found.push({
      hop: found.length + 1,
      at: new Date(next.leg.start + error),
      transferor: next.left,
      members: [transferee, { kind: 'ext', number: next.left }],
      direction: transferee.kind === 'ext' ? 'internal' : transferee.kind,
      target: targetOf(next.leg.record, next.far, extensions),
      kind: consulted ? 'attended' : 'unknown',
      outcome: OUTCOMES[next.leg.record.status],
      did,
    });
    legs.splice(legs.indexOf(talk), 1);
    talk = next.leg.record.status === 'answered' ? next.leg : undefined;
  }
  return found;
}

const OUTCOMES: Record<RecordEvent['status'], Outcome> = {
  answered: 'answered',
  'no-answer': 'unanswered',
  voicemail: 'unanswered',
  busy: 'failed',
  abandoned: 'abandoned',
  failed: 'failed',
  unknown: 'unknown',
};

/** Each once, in the order of their starts, times in ms of the PBX's clock; those without a time say nothing. */
function legsOf(records: KnownRecord[]) {
  const legs = new Map<string, KnownRecord & { start: number; end: number }>();
  for (const { receivedAt, record } of records) {
    const start = Date.parse(`${record.startedAtLocal?.replace(' ', 'T')}Z`);
    if (Number.isNaN(start) || record.callSeconds === null || record.from === '' || record.to === '')
      continue;
    const { startedAtLocal, from, to, status, callSeconds } = record;
    const leg = { receivedAt, record, start, end: start + callSeconds * 1000 };
    legs.set(JSON.stringify([startedAtLocal, from, to, status, callSeconds]), leg);
  }
  return [...legs.entries()]
    .sort(([a, { start }], [b, { start: other }]) => start - other || (a < b ? -1 : 1))
    .map(([, leg]) => leg);
}

const talkedTo = ({ to, answeredBy }: RecordEvent) => answeredBy ?? to;

function memberOf(
  number: string,
  { from, to, sourceTrunk, targetTrunk }: RecordEvent,
  extensions: ReadonlySet<string>,
): Member {
  if (extensions.has(number)) return { kind: 'ext', number };
  const kind = number === from ? 'inbound' : 'outbound';
  const trunkname = kind === 'inbound' ? sourceTrunk : targetTrunk;
  const member: Member = { kind, from, to, ...(trunkname && { trunkname }) };
  return partyNumber(member) === number ? member : { ...member, to: number };
}

function targetOf(
  { answeredBy, status, targetTrunk }: RecordEvent,
  number: string,
  extensions: ReadonlySet<string>,
): Target {
  if (status === 'voicemail') return { kind: 'voicemail', number, answeredBy: null };
  if (answeredBy !== null) return { kind: 'group', number, answeredBy };
  if (extensions.has(number))
    return { kind: 'ext', number, answeredBy: status === 'answered' ? number : null };
  return { kind: targetTrunk === null ? 'unknown' : 'outside', number, answeredBy: null };
}
