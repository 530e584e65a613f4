import { didOf } from '../../transfer/did.js';
import { partyNumber } from '../../transfer/member.js';
import type { Story } from '../../transfer/transfer.js';
import type { Claim } from './claim.js';
import { destinationInCall } from './destination/destination.js';
import type { Destination } from './destination/destination-model.js';
import { findDestination } from './destination/find-destination.js';
import type { Failure } from './ending/ending.js';
import { basisOf } from './evidence/basis.js';
import { callOf } from './evidence/call.js';
import type { Call, TransferInCall } from './evidence/call-model.js';
import { bounded, type Evidence } from './evidence/evidence.js';
import { callsOfId } from './evidence/calls-of-id.js';
import { partiesOfTalk, partiesByMembers, rolesOf, type Roles, type TalkingParties } from './people/roles.js';
import { type ResolvedTransferor, resolveTransferor } from './people/transferor.js';
import { refuseImpossible } from './refuse-impossible.js';
import { dialledOf } from './rules/dialled.js';
import { failureOf } from './rules/failure.js';
import { kindOf } from './rules/kind.js';
import { outcomeOf } from './rules/outcome.js';
import { recordedOf } from './rules/recorded.js';
import { talkByRecord } from './rules/recorded-talk.js';
import { targetOf } from './rules/target.js';
import { answeredAtOf, talkSecondsOf } from './rules/times.js';

/**
 * The stories of one call's transfers, by transfer id. A pure function of the set of events known: the same for any
 * order of arrival, computed anew when one more arrives. What the evidence does not decide stays null or `unknown`.
 */
export function computeStories(callid: string, evidence: Evidence): Map<string, Story> {
  return new Map(computeEachStory(callid, evidence));
}

/** The same, one transfer at a time, so that the caller can pause within a long call. */
export function* computeEachStory(callid: string, evidence: Evidence): Generator<[id: string, story: Story]> {
  for (const part of callsOfId(callid, bounded(callid, evidence))) {
    const call = callOf(callid, part);
    const refuse = refuseImpossible(part);
    for (const transfer of call.transfers) {
      const whoAndWhere = whoAndWhereOf(transfer, call);
      const claimed = storyOf(transfer, whoAndWhere, call);
      yield [transfer.transfer.id, refuse(claimed, transfer, whoAndWhere.destination)];
    }
  }
}

/** Who is who, and where the call went: each helps to find the other. */
interface WhoAndWhere {
  roles: Roles;
  resolved: ResolvedTransferor;
  people: TalkingParties;
  failure: Failure | null;
  destination: Destination;
}

function whoAndWhereOf(transfer: TransferInCall, call: Call): WhoAndWhere {
  const roles = rolesOf(transfer);
  const before = partiesByMembers(transfer, roles);
  const first = destinationInCall(transfer, roles, before, call);
  const resolved = resolveTransferor(transfer, roles, first, call);
  const people =
    resolved.certain || roles.either === null
      ? partiesOfTalk(transfer, resolved.transferor, resolved.transferee)
      : { ...before, transferee: null };
  const inCall = roles.either === null ? first : destinationInCall(transfer, roles, people, call);
  const failure = failureOf(transfer, people, call);
  const searched = { ...people, transferee: resolved.transferee };
  const destination = findDestination(transfer, searched, inCall, failure !== null, call);
  return { roles, resolved, people, failure, destination };
}

function storyOf(
  transfer: TransferInCall,
  { roles, resolved, people, failure, destination }: WhoAndWhere,
  call: Call,
): Story {
  const recorded = recordedOf(transfer, destination, people, call);
  const dialled = dialledOf(transfer, destination, recorded, failure, call);
  const group = dialled.value?.kind === 'group';
  const kind = kindOf(transfer, roles, people, destination, recorded, call);
  const outcome = outcomeOf({ transfer, destination, recorded, failure, group }, call);
  const answered = outcome.value === 'answered';
  const target = targetOf(dialled, destination, recorded, answered);
  const answeredAt = answered ? answeredAtOf(transfer, destination, kind.value === 'attended') : null;
  const byRecord = answered && answeredAt === null ? talkByRecord(transfer, recorded, call) : null;
  return {
    hop: transfer.place,
    kind: kind.value,
    ...whoIn(transfer, resolved),
    target: target.value,
    did: didOf(call.own.records),
    outcome: outcome.value,
    answeredAt: answeredAt ?? byRecord?.answeredAt ?? null,
    talkSeconds:
      answeredAt === null
        ? (byRecord?.talkSeconds ?? null)
        : talkSecondsOf(transfer, answeredAt, destination),
    basis: basis(kind, outcome, target),
  };
}

function whoIn(
  { transfer }: TransferInCall,
  { byStory, transferor, transferee }: ResolvedTransferor,
): Pick<Story, 'transferor' | 'transferee'> {
  if (!byStory) return { transferor: transfer.transferor, transferee: transfer.transferee };
  return {
    transferor: { ext: transferor, basis: transferor === null ? 'unknown' : 'story' },
    transferee:
      transferee === null ? transfer.transferee : { kind: transferee.kind, number: partyNumber(transferee) },
  };
}

const basis = (...claims: Claim<unknown>[]): string | null =>
  basisOf(new Set(claims.flatMap(({ evidence }) => evidence)));
