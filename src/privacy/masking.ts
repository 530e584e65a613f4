import type { Member } from '../transfer/member.js';
import type { Target, Transferee } from '../transfer/transfer.js';

/*
 * The one place that makes outside numbers unreadable: list, stream, call and exports go through maskTransfer
 * and maskFacts, reports through sql/masked-number.ts, which is maskNumber in SQL.
 */

/** Where a view of a transfer holds outside numbers. */
interface WithNumbers {
  transferee: Transferee | null;
  target: Target | null;
  members: Member[];
}

/** The same transfer with outside numbers unreadable. */
export function maskTransfer<View extends WithNumbers>(view: View): View {
  const { transferee, target } = view;
  return {
    ...view,
    transferee: transferee && (transferee.kind === 'ext' ? transferee : maskParty(transferee)),
    target: target && (target.kind === 'outside' || target.kind === 'unknown' ? maskParty(target) : target),
    members: view.members.map(maskMember),
  };
}

/** An outside member without its outside number, also where a channel is named after it. */
function maskMember(member: Member): Member {
  if (member.kind === 'ext') return member;
  const end = member.kind === 'inbound' ? 'from' : 'to';
  const number = member[end];
  const channel =
    member.channelid && number.length >= 5 && member.channelid.replaceAll(number, maskNumber(number));
  return { ...member, [end]: maskNumber(number), ...(channel && { channelid: channel }) };
}

/** The last two digits stay, so that two callers can be distinguished; of a short number, none. A withheld one stays blank. */
export function maskNumber(number: string): string {
  if (number.trim() === '') return number;
  const ending = number.length >= 7 ? number.slice(-2) : '';
  return `${'*'.repeat(Math.max(3, number.length - ending.length))}${ending}`;
}

/** The facts of an event with outside numbers unreadable: those of its members, and in a record every number that is not an extension's. */
export function maskFacts(facts: object): object {
  const { members, from, to, type } = facts as {
    members?: Member[];
    from?: string;
    to?: string;
    type?: string;
  };
  return {
    ...facts,
    ...(members && { members: members.map(maskMember) }),
    ...(from !== undefined && { from: (type === 'inbound' ? maskNumber : maskLong)(from) }),
    ...(to !== undefined && { to: (type === 'outbound' ? maskNumber : maskLong)(to) }),
  };
}

/** An extension has at most seven digits, as the attribution reads it; everything else is an outside number. */
const maskLong = (number: string) => (/^\d{1,7}$/.test(number) ? number : maskNumber(number));

const maskParty = <P extends { number: string }>(party: P): P => ({
  ...party,
  number: maskNumber(party.number),
});
