import type { Failure } from '../ending/ending.js';
import { partyNumber, type Member } from '../../../transfer/member.js';
import type { Call, TransferInCall } from '../evidence/call-model.js';
import { DISORDER_MS } from '../evidence/evidence.js';
import { legKey, talkedAt } from '../evidence/leg.js';
import { OVERTAKEN_MS } from '../destination/legs-of-transfer.js';
import type { TalkingParties } from '../people/roles.js';

/**
 * A CallFailed event names the party that called. After a transfer this is the transferee. One that names the
 * transferor is of a consultation that failed; so is one from before the transfer, unless it names only the transferee:
 * then the two events arrived in the wrong order.
 */
export function failureOf(transfer: TransferInCall, people: TalkingParties, call: Call): Failure | null {
  const joined = [people.transferee, people.transferor]
    .map((member) => (member === null ? null : talkedAt(transfer.legs.get(member))))
    .filter((at) => at !== null && at <= transfer.latest);
  const earliest = Math.max(
    transfer.previous === null ? transfer.at - DISORDER_MS : transfer.latest - OVERTAKEN_MS,
    ...joined.map(Number),
  );
  const failure = call.own.failures.find(({ event, at }) => {
    if (transfer.next !== null && at >= transfer.next.latest) return false;
    if (at < earliest) return false;
    const fresh = event.members.some((member) => isNew(member, transfer, call));
    if (event.members.some((member) => isTransferor(member, people))) return fresh && at >= transfer.at;
    const transferee = people.transferee;
    const tried = event.members.some((member) => transferee !== null && same(member, transferee));
    return at >= transfer.latest || (tried && !fresh);
  });
  if (failure === undefined) return null;
  return { called: failure.event.members.find((member) => isNew(member, transfer, call)) ?? null };
}

const same = (a: Member, b: Member): boolean => a.kind === b.kind && partyNumber(a) === partyNumber(b);

const isTransferor = (member: Member, { transferors, transferee }: TalkingParties): boolean =>
  member.kind === 'ext' &&
  transferors.includes(member.number) &&
  (transferee === null || !same(member, transferee));

const isNew = (member: Member, transfer: TransferInCall, call: Call): boolean =>
  !transfer.numbers.has(partyNumber(member)) && !transfer.keys.has(legKey(call.callid, member));
