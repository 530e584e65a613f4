import { partyNumber } from '../../transfer/member.js';
import type { Story } from '../../transfer/transfer.js';
import { basisOf, type EvidenceKind } from './evidence/basis.js';
import { callOf, type Call } from './evidence/call.js';
import { failedTarget, failureOf, recordOfTarget, targetOf } from './target.js';
import { bounded, type Evidence } from './evidence/evidence.js';
import { groupOf } from './group.js';
import type { TransferInCall } from './evidence/transfers-in-call.js';
import { kindOf } from './kind.js';
import { firstAt, talked, TALKING } from './evidence/legs.js';
import { outcomeOf } from './outcome.js';
import { taker } from './evidence/records.js';
import { rolesOf } from './roles.js';
import { talkSeconds } from './talk.js';
import { destinationByLegs } from './destination-legs.js';
import { resolveTransferor } from './transferor.js';
import { consultationOf, findDestination } from './destination.js';

/**
 * The stories of one call's transfers, by transfer id. A pure function of the set of events known: the same for any
 * order of arrival, told anew when one more arrives. What the evidence does not decide stays null or `unknown`.
 */
export function computeStories(callid: string, evidence: Evidence): Map<string, Story> {
  return new Map(computeEachStory(callid, evidence));
}

/** The same, one transfer at a time: whoever tells a long call can do other things in between. */
export function* computeEachStory(callid: string, evidence: Evidence): Generator<[id: string, story: Story]> {
  const call = callOf(callid, bounded(callid, evidence));
  for (const hop of call.hops) yield [hop.transfer.id, storyOf(hop, call)];
}

function storyOf(hop: TransferInCall, call: Call): Story {
  const roles = rolesOf(hop, call);
  const inCall = destinationByLegs(hop, roles, call);
  const { transferor, transferee, certain, byStory } = resolveTransferor(hop, roles, inCall, call);
  const party = transferee === null ? null : partyNumber(transferee);

  const consultation = consultationOf(hop, transferor, inCall, call);
  const { destination, records, transfereeLeg } = findDestination(
    hop,
    transferee,
    inCall,
    consultation,
    call,
  );
  const record = recordOfTarget(hop, destination, records);
  const recall = records.find(
    (each) => taker(each) === transferor && each.start !== null && each.start >= hop.at,
  );
  const failed = failureOf(hop, call);
  const kind = kindOf(
    hop,
    roles,
    destination,
    {
      transferor: certain ? transferor : null,
      transferee: certain ? party : null,
      consulted: consultation !== null,
      record,
    },
    call,
  );
  const outcome = outcomeOf({
    destination,
    record,
    recallRecord: recall ?? null,
    transferee: transfereeLeg,
    consulted: consultation !== null && (destination.leg === null || talked(destination.leg)),
    failed: failed !== null,
  });
  const answered = outcome === 'answered' ? firstAt(destination.leg ?? undefined, TALKING) : null;
  const beforehand =
    kind === 'attended' && outcome === 'answered' && (answered === null || answered < hop.at);
  const answeredAt = beforehand ? new Date(hop.at) : answered === null ? null : new Date(answered);
  const target =
    targetOf(destination, record, groupOf(hop, destination, records, call), outcome === 'answered', call) ??
    failedTarget(hop, failed);

  const rests = new Set<EvidenceKind>();
  if (kind === 'forward') rests.add('forward');
  if (destination.legs.length > 0 || destination.recall !== null) rests.add('call-status');
  if (destination.linked || destination.recalled) rests.add('next-transfer');
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
    talkSeconds: answeredAt === null ? null : talkSeconds(hop, answeredAt, transfereeLeg, destination.leg),
    basis: basisOf(rests),
  };
}
