import { partyNumber, type Member } from '../../../transfer/member.js';
import { firstCalled } from '../destination/destination.js';
import { type Destination } from '../destination/destination-model.js';
import type { Call, TransferInCall } from '../evidence/call-model.js';
import { legKey } from '../evidence/leg.js';
import type { Roles } from './roles.js';
import { type Stayed, byCompany, byConsulting, byHold, byLeaving, byRecords } from './who-stayed.js';

export interface ResolvedTransferor {
  transferor: string | null;
  transferee: Member | null;
  /** Not merely inferred from the order of the members. */
  certain: boolean;
  byStory: boolean;
}

export function resolveTransferor(
  transfer: TransferInCall,
  roles: Roles,
  destination: Destination,
  call: Call,
): ResolvedTransferor {
  const { ext, basis } = transfer.transfer.transferor;
  if (roles.either === null) {
    const { transferor, transferee } = roles;
    const inferred = basis === 'called-extension' && roles.alone && transfer.forwarder === null;
    const byStory = transferor !== ext || transfer.forwarder !== null;
    return { transferor, transferee, certain: transferor !== null && !inferred, byStory };
  }
  const stayed = memberThatStayed(transfer, roles.either, destination, call);
  if (stayed === null) {
    const transferee = roles.either.find((member) => partyNumber(member) !== ext) ?? null;
    return {
      transferor: ext,
      transferee: ext === null ? null : transferee,
      certain: basis === 'story',
      byStory: false,
    };
  }
  const left = roles.either[0] === stayed ? roles.either[1] : roles.either[0];
  return { transferor: partyNumber(left), transferee: stayed, certain: true, byStory: true };
}

/**
 * Of two extensions, the one that stayed with the call; the other transferred it. Null where the events do not say, or
 * contradict each other.
 */
function memberThatStayed(
  transfer: TransferInCall,
  either: [Member, Member],
  destination: Destination,
  call: Call,
): Member | null {
  const [a, b] = either.map((member) => transfer.legs.get(member));
  const first = destination.answer ?? destination.attempts[0]?.legs[0] ?? null;
  const target = first !== null && transfer.parties.has(first.party) ? null : first;
  const number = firstCalled(destination)[0]?.number ?? null;
  const answers = [
    stayedForNext(transfer, either),
    a && b && byLeaving(transfer, a, b, target),
    target && a && b && byHold(a, b, target),
    target && byCompany(transfer, a, b, target),
    byRecords(transfer, either, number, call),
    byConsulting(transfer, either, number, call),
  ].filter((vote) => vote != null);
  if (answers.length === 0 || answers.some((vote) => vote !== answers[0])) return null;
  return either[answers[0]!];
}

/** A party that is in the next transfer of the call did not leave by this one, unless it was called again. */
function stayedForNext({ transfer, next }: TransferInCall, either: [Member, Member]): Stayed | null {
  const [a, b] = either.map((member) => next?.keys.has(legKey(transfer.callid, member)) ?? false);
  return a === b ? null : a ? 0 : 1;
}
