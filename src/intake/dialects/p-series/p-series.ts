import type { Member } from '../../../transfer/member.js';
import type { EventDialect, Fault, Reading } from '../dialect.js';
import {
  fields,
  isObject,
  type Json,
  type JsonObject,
  NotJson,
  parseLossless,
} from '../wire/lossless-json.js';
import {
  check,
  isFilled,
  isListOf,
  isObjectOf,
  isOneOf,
  isText,
  isTextOrNull,
  kindsSent,
  optional,
} from '../wire/rules.js';
import { filled, text } from '../wire/text.js';
import {
  extMember,
  outsideMember,
  toDomainEvent,
  TRANSFER_NAMES,
  type What,
} from '../wire/to-domain-event.js';
import { pSeriesDocument } from './document.js';
import { pSeriesWriter } from './write.js';

/** P-Series appliance, Software and Cloud, by webhook or WebSocket: a numeric `type`, and the rest in `msg`. */
export const pSeries: EventDialect = {
  name: 'p-series',
  transferor: 'unknown',
  leavesOutTransferor: false,
  tellsEveryState: true,
  hasChannels: true,
  claims: (body) =>
    filled(body.event) === undefined && filled(body.action) === undefined && filled(body.type) !== undefined,
  read(body) {
    const name = nameOf(body);
    const what = TYPES.get(name.toLowerCase()) ?? 'other';
    const header = { dialect: pSeries.name, name, sn: text(body.sn) ?? '' };
    if (what === 'other') return { event: { ...header, what } };
    const { msg, fault } = readMsg(body.msg);
    const faults = what === 'transfer' ? checkTransfer(body, msg, fault) : fault ? [fault] : [];
    return faults.length > 0 ? { faults } : readEventOf(header, what, fields(msg));
  },
  writer: pSeriesWriter,
  document: pSeriesDocument,
};

/** A number or its digits as text. A relay that keeps numbers as floats writes `30013.0`. */
const nameOf = ({ type }: JsonObject): string => (text(type) ?? '').trim().replace(/^([0-9]+)\.0+$/, '$1');

const TYPES = new Map<string, What>([
  ['30011', 'status'],
  ['30012', 'record'],
  ['30013', 'transfer'],
  ['30014', 'forward'],
  ['30015', 'failed'],
  ['30019', 'survey'],
  ...TRANSFER_NAMES,
]);

/** JSON written out as text on older firmware, and twice over by some relays; the object itself on newer. */
function readMsg(sent: Json | undefined): { msg: Json | undefined; fault?: Fault } {
  let msg = sent;
  try {
    for (let times = 0; typeof msg === 'string' && times < 2; times++) msg = parseLossless(msg);
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    const message = `must be JSON written out as text: ${error.message}`;
    return { msg: undefined, fault: { path: 'msg', message } };
  }
  if (msg === undefined || msg === null || isObject(msg)) return { msg };
  return { msg, fault: { path: 'msg', message: 'must be an object, sent once' } };
}

const LEG = {
  channel_id: optional(isText),
  member_status: optional(isText),
  call_path: optional(isText),
};
const EXTENSION = isObjectOf({ number: isFilled, ...LEG });
const OUTSIDE = isObjectOf({ from: isTextOrNull, to: isTextOrNull, trunk_name: optional(isText), ...LEG });

const SN = isObjectOf({ sn: isText });
const MSG = isObjectOf({
  call_id: isFilled,
  members: isListOf(isOneOf({ extension: EXTENSION, inbound: OUTSIDE, outbound: OUTSIDE })),
});

function checkTransfer(body: JsonObject, msg: Json | undefined, fault: Fault | undefined): Fault[] {
  return [...check(SN, body), ...(fault ? [fault] : check(MSG, msg, 'msg'))];
}

const PATHS = { callidAt: 'msg.call_id', membersAt: 'msg.members' };

function readEventOf(
  header: { dialect: string; name: string; sn: string },
  what: What,
  msg: JsonObject,
): Reading {
  const members = () => (Array.isArray(msg.members) ? msg.members.flatMap(readMember) : []);
  return toDomainEvent(header, what, { callid: msg.call_id, members, body: msg }, PATHS);
}

function readMember(sent: Json): Member[] {
  const member = fields(sent);
  const [kind = ''] = kindsSent(member, ['extension', 'inbound', 'outbound']);
  const party = member[kind];
  if (!isObject(party)) return [];
  const renamed = renameLeg(party);
  return kind === 'inbound' || kind === 'outbound' ? [outsideMember(kind, renamed)] : extMember(renamed);
}

function renameLeg({ number, from, to, ...leg }: { [key: string]: Json | undefined }) {
  const {
    trunk_name: trunkname,
    channel_id: channelid,
    member_status: memberstatus,
    call_path: callpath,
  } = leg;
  return { number, from, to, trunkname, channelid, memberstatus, callpath };
}
