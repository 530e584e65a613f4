import type { PbxEvent, EventHeader } from '../../../transfer/event.js';
import type { ExtMember, Member, OutsideMember } from '../../../transfer/member.js';
import type { Reading } from '../dialect.js';
import type { Json, JsonObject } from './lossless-json.js';
import { MOST_MEMBERS, tooManyMembers } from './rules.js';
import { readRecord } from './call-record.js';
import { filled, shortText, text, textFault } from './text.js';

export type What = PbxEvent['what'];

/** The parts of an event of which the domain's event is made, wherever the dialect has them. */
export interface Sent {
  callid: Json | undefined;
  members: () => Member[];
  /** What holds the fields of a call record, the reason of a failure, and the answer in a survey. */
  body: JsonObject;
}

/** The names of a transfer in every dialect, in lower case; the first is the vendor's own spelling. */
export const TRANSFER_NAMES: [string, What][] = [
  ['tranfer', 'transfer'],
  ['transfer', 'transfer'],
  ['calltransfer', 'transfer'],
];

/** Where a dialect's call id and members stand. */
const PATHS = { callidAt: 'callid', membersAt: 'members' };

/**
 * The domain's event. Only a transfer has been checked. Any other that names no call says nothing about one; but where it
 * names its call in a way that cannot be read, or more members than any call has, it is refused, so that its bytes are kept.
 */
export function toDomainEvent(
  header: EventHeader,
  what: What,
  sent: Sent,
  { callidAt, membersAt } = PATHS,
): Reading {
  const isUnreadable = sent.callid !== undefined && sent.callid !== null && text(sent.callid) === undefined;
  if (what !== 'other' && isUnreadable)
    return { faults: [{ path: callidAt, message: textFault(sent.callid) }] };
  const event = eventOf(header, what, sent);
  const isTooLong = 'members' in event && event.members.length > MOST_MEMBERS;
  return isTooLong ? { faults: [tooManyMembers(membersAt)] } : { event };
}

function eventOf(
  { dialect, name, sn }: EventHeader,
  what: What,
  { callid: id, members, body }: Sent,
): PbxEvent {
  const callid = filled(id)?.trim();
  if (callid === undefined) return { dialect, name, sn, what: 'other' };
  // Field by field, since V8 makes a hash table of an object with a spread, which takes three times the memory.
  switch (what) {
    case 'transfer':
    case 'forward':
      return { dialect, name, sn, what, callid, members: members() };
    case 'status':
      return { dialect, name, sn, what, callid, members: members().map(upperCased) };
    case 'failed':
      return { dialect, name, sn, what, callid, reason: text(body.reason) ?? '', members: members() };
    case 'record':
      return { dialect, name, sn, what, callid, ...readRecord(body) };
    case 'survey': {
      const result = shortText(body.surveyresult ?? body.survey_result);
      if (result !== undefined) return { dialect, name, sn, what, callid, result };
    }
  }
  return { dialect, name, sn, what: 'other' };
}

function upperCased(member: Member): Member {
  const { memberstatus } = member;
  return memberstatus === undefined ? member : { ...member, memberstatus: memberstatus.toUpperCase() };
}

/** A member's fields as a dialect found them, under the domain's names. */
type SentExt = SentFields<'number'>;
type SentOutside = SentFields<'from' | 'to' | 'trunkname'>;
type SentFields<Own extends string> = {
  [Field in Own | LegField]?: Json | undefined;
};
type LegField = (typeof LEG)[number];
const LEG = ['channelid', 'memberstatus', 'callpath', 'legid'] as const;
const OUTSIDE_LEG = ['trunkname', ...LEG] as const;

/** An extension, or nobody where it has no usable number. */
export function extMember(sent: SentExt): Member[] {
  const number = filled(sent.number);
  if (number === undefined) return [];
  const member: ExtMember = { kind: 'ext', number };
  return [withSent(member, sent, LEG)];
}

export function outsideMember(kind: 'inbound' | 'outbound', sent: SentOutside): Member {
  const member: OutsideMember = { kind, from: text(sent.from) ?? '', to: text(sent.to) ?? '' };
  return withSent(member, sent, OUTSIDE_LEG);
}

/** The member, with those of the fields that were sent and can be kept. */
function withSent<Field extends string, M extends { [F in Field]?: string }>(
  member: M,
  sent: { [F in Field]?: Json | undefined },
  names: readonly Field[],
): M {
  const fields: { [F in Field]?: string } = member;
  for (const name of names) {
    const value = text(sent[name]);
    if (value !== undefined) fields[name] = value;
  }
  return member;
}
