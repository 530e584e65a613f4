import { partyNumber, type Member } from '../../transfer/member.js';
import type { Call } from './evidence/call.js';
import type { TransferInCall } from './evidence/transfers-in-call.js';
import { channelSeq, began, legKey } from './evidence/legs.js';

/** Who is who among a transfer's members, as far as the members alone and their age tell. */
export interface Roles {
  transferor: string | null;
  transferee: Member | null;
  /** Two extensions of which one transferred the other: the events around may say which. */
  either: [Member, Member] | null;
  /** Already in the call with the other two: whom the transferor consulted before. */
  consulted: Member | null;
  /** The only member: a forwarded caller. */
  alone: boolean;
}

export function rolesOf(hop: TransferInCall, call: Call): Roles {
  const exts = hop.members.filter((member) => member.kind === 'ext');
  const outside = hop.members.filter((member) => member.kind !== 'ext');
  const roles: Roles = {
    transferor: hop.transfer.transferor.ext,
    transferee: outside[0] ?? null,
    either: null,
    consulted: outside[1] ?? null,
    alone: hop.members.length === 1,
  };
  if (roles.alone) return { ...roles, transferee: hop.members[0]! };
  const people: Member[] = [...exts];
  if (exts.length + Math.min(outside.length, 1) === 3) {
    roles.consulted = lastToJoin(exts, hop, call);
    if (roles.consulted === null) return { ...roles, transferor: null, transferee: null };
    people.splice(people.indexOf(roles.consulted), 1);
  }
  if (outside.length > 0)
    return people.length === 1
      ? { ...roles, transferor: partyNumber(people[0]!) }
      : { ...roles, transferor: null };
  return people.length === 2 ? { ...roles, either: [people[0]!, people[1]!] } : roles;
}

/** The youngest channel; without channels the member who was heard of last. */
function lastToJoin(members: Member[], hop: TransferInCall, call: Call): Member | null {
  const aged = members.map((member) => {
    const leg = call.leg.get(legKey(hop.transfer.callid, member));
    return {
      member,
      age: channelSeq(member) ?? (leg === undefined ? null : began(leg)),
    };
  });
  if (aged.some(({ age }) => age === null)) return null;
  return aged.sort((a, b) => b.age! - a.age!)[0]!.member;
}
