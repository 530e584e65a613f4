import { partyNumber, type Member } from '../transfer/member.js';
import type { Story, Target } from '../transfer/transfer.js';
import { basisOf, type EvidenceKind } from './basis.js';
import { callOf, type Call } from './call.js';
import { consultations, continuation, type Consultation } from './elsewhere.js';
import { DISORDER_MS, type Evidence } from './evidence.js';
import { groupOf } from './group.js';
import type { Hop } from './hops.js';
import { kindOf } from './kind.js';
import { firstAt, legKey, talked, TALKING, type Leg } from './legs.js';
import { outcomeOf } from './outcome.js';
import { taker, type PlacedRecord } from './records.js';
import { rolesOf } from './roles.js';
import { talkSeconds } from './talk.js';
import { recordsAfter } from './talked-with.js';
import { rungBy, type Rung } from './target.js';
import { settle } from './transferor.js';

/**
 * The stories of one call's transfers, by transfer id. A pure function of the set of events known: the same for any
 * order of arrival, told anew when one more arrives. What the evidence does not decide stays null or `unknown`.
 */
export function tell(callid: string, evidence: Evidence): Map<string, Story> {
  const call = callOf(callid, evidence);
  return new Map(call.hops.map((hop) => [hop.transfer.id, storyOf(hop, call)]));
}

function storyOf(hop: Hop, call: Call): Story {
  const roles = rolesOf(hop, call);
  const inCall = rungBy(hop, roles, call);
  const { transferor, transferee, certain, byStory } = settle(hop, roles, inCall, call);
  const party = transferee === null ? null : partyNumber(transferee);

  const consultation = consultationOf(hop, transferor, inCall, call);
  const { rung, records, transfereeLeg } = whereabouts(hop, transferee, inCall, consultation, call);
  const record = recordOfTarget(hop, rung, records);
  const recall = records.find(
    (each) => taker(each) === transferor && each.start !== null && each.start >= hop.at,
  );
  const failed = failureOf(hop, call);
  const kind = kindOf(
    hop,
    roles,
    rung,
    {
      transferor: certain ? transferor : null,
      transferee: certain ? party : null,
      consulted: consultation !== null,
      record,
    },
    call,
  );
  const outcome = outcomeOf({
    rung,
    record,
    recallRecord: recall ?? null,
    transferee: transfereeLeg,
    consulted: consultation !== null && (rung.leg === null || talked(rung.leg)),
    failed: failed !== null,
  });
  const answered = outcome === 'answered' ? firstAt(rung.leg ?? undefined, TALKING) : null;
  const beforehand =
    kind === 'attended' && outcome === 'answered' && (answered === null || answered < hop.at);
  const answeredAt = beforehand ? new Date(hop.at) : answered === null ? null : new Date(answered);
  const target =
    targetOf(rung, record, groupOf(hop, rung, records, call), outcome === 'answered', call) ??
    failedTarget(hop, failed);

  const rests = new Set<EvidenceKind>();
  if (kind === 'forward') rests.add('forward');
  if (rung.legs.length > 0 || rung.recall !== null) rests.add('call-status');
  if (rung.linked || rung.recalled) rests.add('next-transfer');
  if (consultation !== null) rests.add('consultation');
  if (record !== null || recall !== undefined) rests.add('call-record');
  if (failed !== null && outcome === 'failed') rests.add('call-failed');

  return {
    hop: hop.place,
    kind,
    transferor: byStory ? { ext: transferor, basis: 'story' } : hop.transfer.transferor,
    transferee:
      byStory && transferee !== null
        ? { kind: transferee.kind, number: partyNumber(transferee) }
        : hop.transfer.transferee,
    target,
    outcome,
    answeredAt,
    talkSeconds: answeredAt === null ? null : talkSeconds(hop, answeredAt, transfereeLeg, rung.leg),
    basis: basisOf(rests),
  };
}

/** The transferor's earlier call to the target, or where nothing shows the target, the one that was merged. */
function consultationOf(hop: Hop, transferor: string | null, rung: Rung, call: Call): Consultation | null {
  if (transferor === null) return null;
  const made = consultations(hop, transferor, call);
  return made.find((each) => (rung.number === null ? each.merged : each.number === rung.number)) ?? null;
}

/** Where the transferee went: in this call, to the party consulted, or on under another id. */
function whereabouts(
  hop: Hop,
  transferee: Member | null,
  rung: Rung,
  consultation: Consultation | null,
  call: Call,
): { rung: Rung; records: PlacedRecord[]; transfereeLeg: Leg | undefined } {
  if (transferee === null) return { rung, records: [], transfereeLeg: undefined };
  const party = partyNumber(transferee);
  const records = recordsAfter(hop, party, call);
  const here = { rung, records, transfereeLeg: call.leg.get(legKey(call.callid, transferee)) };
  if (rung.number !== null || rung.legs.length > 0) return here;
  if (consultation !== null) {
    const { leg, number } = consultation;
    return { ...here, rung: { ...rung, leg, number, kind: leg?.kind ?? 'ext', legs: leg ? [leg] : [] } };
  }
  const onward = records.length > 0 ? null : continuation(hop, party, call);
  if (onward === null) return here;
  const { legs } = onward;
  const leg = legs.findLast(talked) ?? (legs.length === 1 ? legs[0]! : null);
  return {
    rung: { ...rung, leg, number: leg?.number ?? null, kind: leg?.kind ?? 'ext', legs },
    records: onward.records,
    transfereeLeg: onward.transferee,
  };
}

/** A record can name the next hop of a chain instead of the leg that was dialled, so it needs agreement or silence. */
function recordOfTarget(hop: Hop, rung: Rung, records: PlacedRecord[]): PlacedRecord | null {
  const number = rung.number;
  const others = records.filter((record) => !hop.numbers.has(taker(record)));
  if (number !== null)
    return others.find((record) => taker(record) === number || record.to === number) ?? null;
  const later = new Set<string>();
  for (let next = hop.next; next !== null; next = next.next) next.numbers.forEach((each) => later.add(each));
  return others.find((record) => !later.has(taker(record))) ?? null;
}

function targetOf(
  rung: Rung,
  record: PlacedRecord | null,
  group: string | null,
  answered: boolean,
  call: Call,
): Target | null {
  const { number } = rung;
  if (group !== null)
    return {
      kind: 'group',
      number: group,
      answeredBy: answered ? (number ?? record?.answeredBy ?? null) : null,
    };
  // Several rang and nothing names the group that was dialled.
  if (rung.legs.length > 1) return null;
  if (number !== null) {
    const ext = rung.kind === 'ext';
    return { kind: ext ? 'ext' : 'outside', number, answeredBy: answered && ext ? number : null };
  }
  if (record === null || rung.legs.length > 0) return null;
  if (record.status === 'voicemail') return { kind: 'voicemail', number: record.to, answeredBy: null };
  if (record.targetTrunk !== null || record.type === 'outbound')
    return { kind: 'outside', number: record.to, answeredBy: null };
  const ext = call.legs.some((leg) => leg.kind === 'ext' && leg.number === record.to);
  return { kind: ext ? 'ext' : 'unknown', number: record.to, answeredBy: answered && ext ? record.to : null };
}

function failureOf(hop: Hop, call: Call): Member[] | null {
  const failure = call.events.find(
    ({ event, receivedAt }) =>
      event.what === 'failed' &&
      event.callid === call.callid &&
      +receivedAt >= hop.at - DISORDER_MS &&
      (hop.next === null || +receivedAt < hop.next.at),
  );
  return failure?.event.what === 'failed' ? failure.event.members : null;
}

function failedTarget(hop: Hop, failed: Member[] | null): Target | null {
  const called = failed?.find((member) => !hop.numbers.has(partyNumber(member)));
  if (called === undefined) return null;
  return { kind: called.kind === 'ext' ? 'ext' : 'outside', number: partyNumber(called), answeredBy: null };
}
