import type { PbxEvent, Told } from '../../transfer/event.js';
import type { Member } from '../../transfer/member.js';
import type { Json, JsonObject } from './lossless-json.js';
import { readRecord } from './record.js';
import { filled, text } from './text.js';

export type What = PbxEvent['what'];

/** Where a dialect keeps what the domain asks for. */
export interface Sent {
  callid: Json | undefined;
  members: () => Member[];
  /** What holds the fields of a call record, and the reason of a failure. */
  body: JsonObject;
}

/** The names of a transfer in every dialect, in lower case; the first is the vendor's own spelling. */
export const TRANSFER_NAMES: [string, What][] = [
  ['tranfer', 'transfer'],
  ['transfer', 'transfer'],
  ['calltransfer', 'transfer'],
];

/** The domain's event. Only a transfer has been checked; any other that lacks a usable call id tells no story. */
export function understand(told: Told, what: What, { callid: id, members, body }: Sent): PbxEvent {
  const callid = filled(id);
  if (callid === undefined) return { ...told, what: 'other' };
  switch (what) {
    case 'transfer':
    case 'forward':
      return { ...told, what, callid, members: members() };
    case 'status':
      return { ...told, what, callid, members: members().map(upperCased) };
    case 'failed':
      return {
        ...told,
        what,
        callid,
        reason: text(body.reason) ?? '',
        members: members(),
      };
    case 'record':
      return { ...told, what, callid, ...readRecord(body) };
  }
  return { ...told, what };
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

/** An extension, or nobody where it has no usable number. */
export function ext(sent: SentExt): Member[] {
  const number = filled(sent.number);
  return number === undefined ? [] : [{ kind: 'ext', number, ...pick(sent, LEG) }];
}

export function outside(kind: 'inbound' | 'outbound', sent: SentOutside): Member {
  const from = text(sent.from) ?? '';
  const to = text(sent.to) ?? '';
  return { kind, from, to, ...pick(sent, ['trunkname', ...LEG]) };
}

/** The fields that were sent and can be kept; the others are absent. */
function pick<Field extends string>(
  sent: { [F in Field]?: Json | undefined },
  names: readonly Field[],
): { [F in Field]?: string } {
  const kept: { [F in Field]?: string } = {};
  for (const name of names) {
    const value = text(sent[name]);
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
