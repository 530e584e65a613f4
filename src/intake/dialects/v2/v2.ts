import type { Member } from '../../../transfer/member.js';
import type { EventDialect } from '../dialect.js';
import { fields, isObject, type Json } from '../wire/lossless-json.js';
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
import { v2Document } from './document.js';
import { v2Writer } from './write.js';

/** S-Series and Cloud PBX logged in to with version 2.0.0: `event` and `members`, each under the key of its kind. */
export const v2: EventDialect = {
  name: 'v2',
  transferor: 'last',
  leavesOutTransferor: false,
  tellsEveryState: true,
  hasChannels: true,
  claims: (body) => filled(body.event) !== undefined,
  read(body) {
    const name = text(body.event) ?? '';
    const what = NAMES.get(name.trim().toLowerCase()) ?? 'other';
    const faults = what === 'transfer' ? check(TRANSFER, body) : [];
    if (faults.length > 0) return { faults };
    const header = { dialect: v2.name, name, sn: text(body.sn) ?? '' };
    const members = () => (Array.isArray(body.members) ? body.members.flatMap(readMember) : []);
    return toDomainEvent(header, what, { callid: body.callid, members, body });
  },
  writer: v2Writer,
  document: v2Document,
};

const NAMES = new Map<string, What>([
  ...TRANSFER_NAMES,
  ['callstatus', 'status'],
  ['newcdr', 'record'],
  ['forward', 'forward'],
  ['callfailed', 'failed'],
  ['satisfaction', 'survey'],
]);

/** Only CallStatus is documented to have the last two. */
const LEG = { channelid: optional(isText), memberstatus: optional(isText), callpath: optional(isText) };
const EXT = isObjectOf({ number: isFilled, ...LEG });
/** Documented as integers, sent as text: `00441…` and `+34…` stay what they are. */
const OUTSIDE = isObjectOf({ from: isTextOrNull, to: isTextOrNull, trunkname: optional(isText), ...LEG });

const TRANSFER = isObjectOf({
  callid: isFilled,
  members: isListOf(isOneOf({ ext: EXT, inbound: OUTSIDE, outbound: OUTSIDE })),
  sn: isText,
});

function readMember(sent: Json): Member[] {
  const member = fields(sent);
  const [kind = ''] = kindsSent(member, ['ext', 'inbound', 'outbound']);
  const party = member[kind];
  if (!isObject(party)) return [];
  return kind === 'inbound' || kind === 'outbound' ? [outsideMember(kind, party)] : extMember(party);
}
