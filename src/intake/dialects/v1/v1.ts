import type { Member } from '../../../transfer/member.js';
import type { Fault } from '../dialect.js';
import { entries, fields, isObject, type Json, type JsonObject } from '../wire/lossless-json.js';
import {
  check,
  isEach,
  isFilled,
  isObjectOf,
  isText,
  isTextOrNull,
  optional,
  type Rule,
} from '../wire/rules.js';
import { filled, text } from '../wire/text.js';
import { extMember, outsideMember, TRANSFER_NAMES, type What } from '../wire/to-domain-event.js';

// What v1.0, v1.1 and the OpenVox clone have in common: `action`, the events' names, and how a party looks.

const OUTSIDE = { from: isTextOrNull, to: isTextOrNull, trunk: optional(isText) };
export const V1_EXT = isObjectOf({ extid: isFilled });
/** `inboundid` equals the event's `callid`; `outboundid` does not. */
export const V1_INBOUND = isObjectOf({ ...OUTSIDE, inboundid: optional(isText) });
export const V1_OUTBOUND = isObjectOf({ ...OUTSIDE, outboundid: optional(isText) });

/** What an action says; and where it is itself the state of the call's members, which. */
export function readAction(body: JsonObject): {
  name: string;
  what: What;
  memberstatus: string | undefined;
} {
  const name = text(body.action) ?? '';
  const word = name.trim().toLowerCase();
  return {
    name,
    what: NAMES.get(word) ?? 'other',
    memberstatus: STATES.has(word) ? word : undefined,
  };
}

export function isAction(body: JsonObject): boolean {
  return filled(body.event) === undefined && filled(body.action) !== undefined;
}

const STATES = new Set(['ring', 'alert', 'answer', 'answered', 'bye']);
const NAMES = new Map<string, What>([
  ...TRANSFER_NAMES,
  ...[...STATES].map((state): [string, What] => [state, 'status']),
  ['callstatus', 'status'],
  ['newcdr', 'record'],
  ['forward', 'forward'],
  ['callfailed', 'failed'],
  ['satisfaction', 'survey'],
]);

/** The members in the order sent. A status is that of the party named first; beside it stands the other end of its leg. */
export function readParties(sent: SentParty[], memberstatus: string | undefined): Member[] {
  return sent.flatMap(eachAlone).flatMap(([kind, party], n) => {
    const state = n === 0 ? memberstatus : undefined;
    if (!isObject(party)) return [];
    if (kind === 'ext') return extMember({ number: party.extid, memberstatus: state });
    if (kind !== 'inbound' && kind !== 'outbound') return [];
    const { from, to, trunk: trunkname } = party;
    return [outsideMember(kind, { from, to, trunkname, legid: party[`${kind}id`], memberstatus: state })];
  });
}

export type SentParty = [kind: string, party: Json];

/** OpenVox's extensions that share one `ext`, each in one of its own. */
function eachAlone([kind, party]: SentParty): SentParty[] {
  const numbers = fields(party).extid;
  if (kind !== 'ext' || !Array.isArray(numbers) || numbers.length === 0) return [[kind, party]];
  return numbers.map((extid) => [kind, { extid }]);
}

// v1.0 and OpenVox name the parties at the top level of the event.

export const V1_KINDS = ['ext', 'inbound', 'outbound'];

export function hasParties(body: JsonObject): boolean {
  return V1_KINDS.some((kind) => body[kind] !== undefined && body[kind] !== null);
}

/** The parties at the top level in the order sent, each as often as its key was repeated. */
export function parties(body: JsonObject): SentParty[] {
  return entries(body)
    .filter(([key]) => V1_KINDS.includes(key))
    .flatMap(([kind, sent]) => [sent].flat().map((party): SentParty => [kind, party]));
}

/** What a transfer with its parties at the top level must have, where `ext` is the rule of an extension. */
export function topLevelTransfer(extension: Rule): Rule {
  return isObjectOf({
    callid: isFilled,
    ext: optional(isOneOrEach(extension)),
    inbound: optional(isOneOrEach(V1_INBOUND)),
    outbound: optional(isOneOrEach(V1_OUTBOUND)),
    sn: optional(isText),
  });
}

/** One party, or one for each time that its key was repeated. */
function isOneOrEach(rule: Rule): Rule {
  const each = isEach(rule);
  return (value, path, faults) => (Array.isArray(value) ? each : rule)(value, path, faults);
}

export function checkParties(rule: Rule, body: JsonObject): Fault[] {
  const faults = check(rule, body);
  if (hasParties(body)) return faults;
  const message = 'must be there, or inbound or outbound: an event names at least one member';
  return [...faults, { path: 'ext', message }];
}
