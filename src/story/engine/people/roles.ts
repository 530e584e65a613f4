import { partyNumber, type Member } from '../../../transfer/member.js';
import type { TransferInCall } from '../evidence/call-model.js';
import { began, channelSeq } from '../evidence/leg.js';

/** Who is who among a transfer's members, as far as the members alone and their age say. */
export interface Roles {
  transferor: string | null;
  transferee: Member | null;
  /** Two extensions of which one transferred the other: the events around may say which. */
  either: [Member, Member] | null;
  /** In the call with the other two: the party that the transferor asked before. */
  consulted: Member | null;
  /** The only member: a forwarded caller. */
  alone: boolean;
}

export function rolesOf(transfer: TransferInCall): Roles {
  const exts = transfer.members.filter((member) => member.kind === 'ext');
  const outside = transfer.members.filter((member) => member.kind !== 'ext');
  const roles: Roles = {
    transferor: transfer.transfer.transferor.ext,
    transferee: outside[0] ?? null,
    either: null,
    consulted: outside[1] ?? null,
    alone: transfer.members.length === 1,
  };
  // After a transfer, the number that the caller had called does not say which extension forwards the call.
  if (roles.alone)
    return {
      ...roles,
      transferor: transfer.forwarder ?? (transfer.previous === null ? roles.transferor : null),
      transferee: transfer.members[0]!,
    };
  const people: Member[] = [...exts];
  if (exts.length + Math.min(outside.length, 1) === 3) {
    roles.consulted = lastToJoin(exts, transfer);
    if (roles.consulted === null) return { ...roles, transferor: null, transferee: null };
    people.splice(people.indexOf(roles.consulted), 1);
  }
  if (outside.length > 0)
    return people.length === 1
      ? { ...roles, transferor: partyNumber(people[0]!) }
      : { ...roles, transferor: null };
  return people.length === 2 ? { ...roles, either: [people[0]!, people[1]!] } : roles;
}

/** The youngest channel; without channels the member that came last. */
function lastToJoin(members: Member[], transfer: TransferInCall): Member | null {
  const aged = members.map((member) => {
    const leg = transfer.legs.get(member);
    return { member, age: channelSeq(member) ?? (leg === undefined ? null : began(leg)) };
  });
  if (aged.some(({ age }) => age === null)) return null;
  return aged.sort((a, b) => b.age! - a.age!)[0]!.member;
}

/** The two who talked before the transfer was made, as far as it is known which is which. */
export interface TalkingParties {
  /** Null while either of the two may be the transferor. */
  transferor: Member | null;
  transferee: Member | null;
  /** All that may be the transferor. */
  transferors: string[];
}

/** The two by the members alone, before the evidence around is used. */
export function partiesByMembers(transfer: TransferInCall, roles: Roles): TalkingParties {
  if (roles.either !== null)
    return { transferor: null, transferee: null, transferors: roles.either.map(partyNumber) };
  return partiesOfTalk(transfer, roles.transferor, roles.transferee);
}

/** The two once it is decided who transferred. */
export function partiesOfTalk(
  transfer: TransferInCall,
  transferor: string | null,
  transferee: Member | null,
): TalkingParties {
  const member = transfer.members.find((each) => each.kind === 'ext' && each.number === transferor);
  return {
    transferor: member ?? null,
    transferee,
    transferors: transferor === null ? [] : [transferor],
  };
}

/** A forwarded call that nobody takes goes back to the one who had transferred it. */
export function transferorsBefore({ previous }: TransferInCall): string[] {
  if (previous === null) return [];
  const { transferor, either, alone } = rolesOf(previous);
  if (alone) return transferorsBefore(previous);
  return either?.map(partyNumber) ?? (transferor === null ? [] : [transferor]);
}
