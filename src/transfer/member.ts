/** One party of a call as the PBX named it: an extension, or the outside end of an inbound or outbound leg. */
export type Member = ExtMember | OutsideMember;

export const MEMBER_KINDS = ['ext', 'inbound', 'outbound'] as const satisfies Member['kind'][];

export interface ExtMember extends Leg {
  kind: 'ext';
  number: string;
}

export interface OutsideMember extends Leg {
  kind: 'inbound' | 'outbound';
  /** Who calls: the outside number of an inbound leg. May be blank (withheld), never missing. */
  from: string;
  /** Who is called: the outside number of an outbound leg. */
  to: string;
  trunkname?: string;
}

/** What some dialects add to a member; absent, not empty, where the dialect has no such field. */
interface Leg {
  channelid?: string;
  memberstatus?: string;
  callpath?: string;
  /** v1's `inboundid` or `outboundid`. */
  legid?: string;
}

/** Everything that a member can have, in the order in which people read it. Each is a column of the table of members. */
export const MEMBER_FIELDS = [
  'kind',
  'number',
  'from',
  'to',
  'trunkname',
  'channelid',
  'memberstatus',
  'callpath',
  'legid',
] as const satisfies (keyof ExtMember | keyof OutsideMember)[];

/** The number by which people know this party: an extension, or the outside number. */
export function partyNumber(member: Member): string {
  if (member.kind === 'ext') return member.number;
  return member.kind === 'inbound' ? member.from : member.to;
}

/** Asterisk's inner legs (`Local/2002@context-00000001;1`) join channels; nobody sits at them. */
export function isTechnical(member: Member): boolean {
  return /^local\//i.test(member.channelid ?? '');
}

/** The number of a party as call records show it: `Name<2005>` is 2005. */
export function shownNumber(party: string): string {
  const bare = party.trim();
  const open = bare.lastIndexOf('<');
  const within = bare.slice(open + 1, -1).trim();
  return open >= 0 && bare.endsWith('>') && within !== '' ? within : bare;
}
