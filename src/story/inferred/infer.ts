import type { InferredTransfer, KnownRecord } from '../../transfer/inferred.js';
import { didOf } from '../../transfer/did.js';
import type { RecordEvent } from '../../transfer/event.js';
import { type Member, partyNumber } from '../../transfer/member.js';
import type { Outcome, Target, TransferKind } from '../../transfer/transfer.js';
import { type RecordLeg, recordLegs } from './record-legs.js';

/** Seconds are truncated, at the end of one leg and at the start of the next. */
const SEAM_MS = 3_000;

/**
 * Two people talked, and as their leg ended one of them had a new one, to somebody else, in the same call: the other one
 * handed him on. Said only where the one who left is known for an extension, since a menu and a queue hand on callers
 * as well.
 *
 * A pure function of the set of records. What it does not find may have happened all the same.
 */
export function inferTransfers(records: KnownRecord[], extensions: ReadonlySet<string>): InferredTransfer[] {
  const legs = recordLegs(records);
  // Nothing arrives before it has happened: the least delay is the distance of the PBX's clock from ours.
  const error = Math.min(...legs.map(({ receivedAt, end }) => +receivedAt - end));
  const did = didOf(legs.map(({ record }) => record));
  const handOns = legs.flatMap((leg) => handOnTo(leg, legs, extensions) ?? []);
  const first = handOns.filter((one, n) => !handOns.slice(0, n).some((other) => isSameHandOn(one, other)));
  return first
    .sort((a, b) => a.at - b.at)
    .map((one, n) => ({
      hop: n + 1,
      at: new Date(one.at + error),
      transferor: one.transferor,
      members: [one.transferee, { kind: 'ext', number: one.transferor }],
      direction: one.transferee.kind === 'ext' ? 'internal' : one.transferee.kind,
      kind: kindOf(one, legs),
      did,
      ...endOf(one, legs, extensions),
    }));
}

/** A talk that ended with its transferor gone, and the leg in which the other one of it went on. */
interface HandOn {
  at: number;
  talk: RecordLeg;
  next: RecordLeg;
  transferor: string;
  transferee: Member;
}

/** A queue and the extension that took its call have a leg each. */
const isSameHandOn = (one: HandOn, other: HandOn): boolean => one.talk === other.talk;

/** The hand-on that made the leg; null where none did. */
function handOnTo(next: RecordLeg, legs: RecordLeg[], extensions: ReadonlySet<string>): HandOn | null {
  const stayed = next.record.from;
  for (const talk of legs) {
    const { record, taker } = talk;
    if (talk === next || record.status !== 'answered' || ![record.from, taker].includes(stayed)) continue;
    const left = stayed === record.from ? taker : record.from;
    if (!extensions.has(left) || [left, stayed].includes(next.taker) || next.record.to === left) continue;
    if (Math.abs(next.start - talk.end) > SEAM_MS && !isMerged(talk, next, left, legs, extensions)) continue;
    const transferee = memberOf(stayed, record, extensions);
    return { at: Math.max(talk.end, next.start), talk, next, transferor: left, transferee };
  }
  return null;
}

/**
 * The record of the leg to the target of an attended transfer can begin where the consultation did, while the talk
 * waited. The record of the consultation, or that of the talk, shows that the party that stayed did not consult. An
 * outside party cannot consult.
 */
function isMerged(
  talk: RecordLeg,
  next: RecordLeg,
  left: string,
  legs: RecordLeg[],
  extensions: ReadonlySet<string>,
): boolean {
  const lasts = next.start > talk.start + SEAM_MS && next.start < talk.end && next.end > talk.end + SEAM_MS;
  if (!lasts || next.record.status !== 'answered' || !extensions.has(next.taker)) return false;
  return (
    !extensions.has(next.record.from) ||
    talk.record.transferred?.by === left ||
    legs.some((leg) => isConsultation(leg, left, next) && Math.abs(leg.end - talk.end) <= SEAM_MS)
  );
}

const isConsultation = ({ record, taker, start }: RecordLeg, by: string, next: RecordLeg): boolean =>
  record.from === by && taker === next.taker && start <= next.start;

function kindOf({ talk, next, transferor }: HandOn, legs: RecordLeg[]): TransferKind {
  const said = talk.record.transferred;
  if (said?.by === transferor) return said.kind;
  const consulted = legs.some(
    (leg) => leg !== talk && isConsultation(leg, transferor, next) && leg.end <= talk.end + SEAM_MS,
  );
  return consulted ? 'attended' : 'unknown';
}

/** Where it went and how that ended, by the legs of the one handed on that began with it or followed. */
function endOf(
  { at, talk, next, transferor }: HandOn,
  legs: RecordLeg[],
  extensions: ReadonlySet<string>,
): Pick<InferredTransfer, 'target' | 'outcome'> {
  const own = legs.filter(
    (leg) => leg !== talk && leg.record.from === next.record.from && leg.start >= next.start,
  );
  const together = own.filter(({ start }) => start - next.start <= SEAM_MS);
  const dialled = together.find(({ taker }) => !extensions.has(taker)) ?? next;
  const answered = together.find(({ record }) => record.status === 'answered' && record !== dialled.record);
  const target = targetOf(dialled.record, dialled.record.to, extensions);
  if (dialled.record.status === 'answered' && target.kind !== 'ext' && answered)
    return { target: { ...target, kind: 'group', answeredBy: answered.taker }, outcome: 'answered' };
  if (['answered', 'voicemail'].includes(dialled.record.status))
    return { target, outcome: OUTCOMES[dialled.record.status] };
  const later = own.find(
    ({ start, record }) =>
      Math.abs(start - dialled.end) <= SEAM_MS &&
      start >= at &&
      record !== dialled.record &&
      record.status === 'answered',
  );
  if (later?.taker === transferor) return { target, outcome: 'returned' };
  if (later && extensions.has(later.taker))
    return { target: { ...target, answeredBy: later.taker }, outcome: 'answered' };
  return { target, outcome: OUTCOMES[dialled.record.status] };
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
