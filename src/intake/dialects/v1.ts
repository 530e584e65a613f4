import { IsOptional } from 'class-validator';
import type { Member } from '../../transfer/member.js';
import { check, MOST } from './check.js';
import type { Fault } from './dialect.js';
import { entries, fields, isObject, type Json, type JsonObject } from './lossless-json.js';
import { filled, IsFilled, IsText, text } from './text.js';
import { ext, outside, TRANSFER_NAMES, type What } from './to-domain-event.js';

// What v1.0, v1.1 and the OpenVox clone have in common: `action`, the events' names, and how a party looks.

export class V1Ext {
  @IsFilled() extid: string;
}

class V1Outside {
  /** Blank when withheld. */
  @IsText() from: string;
  @IsText() to: string;
  @IsOptional() @IsText() trunk?: string;
}

export class V1Inbound extends V1Outside {
  /** Equal to the event's `callid`. */
  @IsOptional() @IsText() inboundid?: string;
}

export class V1Outbound extends V1Outside {
  /** Not equal to the event's `callid`. */
  @IsOptional() @IsText() outboundid?: string;
}

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
]);

/** The members in the order sent. A status is that of the party named first; beside it stands the other end of its leg. */
export function readParties(sent: SentParty[], memberstatus: string | undefined): Member[] {
  return sent.flatMap(eachAlone).flatMap(([kind, party], n) => {
    const state = n === 0 ? memberstatus : undefined;
    if (!isObject(party)) return [];
    if (kind === 'ext') return ext({ number: party.extid, memberstatus: state });
    if (kind !== 'inbound' && kind !== 'outbound') return [];
    const { from, to, trunk: trunkname } = party;
    return [outside(kind, { from, to, trunkname, legid: party[`${kind}id`], memberstatus: state })];
  });
}

type SentParty = [kind: string, party: Json];

/** OpenVox's extensions that share one `ext`, each in one of its own. */
function eachAlone([kind, party]: SentParty): SentParty[] {
  const numbers = fields(party).extid;
  if (kind !== 'ext' || !Array.isArray(numbers) || numbers.length === 0) return [[kind, party]];
  return numbers.map((extid) => [kind, { extid }]);
}

// v1.0 and OpenVox name the parties at the top level of the event.

const KINDS = ['ext', 'inbound', 'outbound'];

export function hasParties(body: JsonObject): boolean {
  return KINDS.some((kind) => body[kind] !== undefined);
}

/** The parties at the top level in the order sent, each as often as its key was repeated. */
export function parties(body: JsonObject): SentParty[] {
  return entries(body)
    .filter(([key]) => KINDS.includes(key))
    .flatMap(([kind, sent]) => [sent].flat().map((party): SentParty => [kind, party]));
}

/** Judges the top level with each kind's parties in an array; the paths are those of the event as sent. */
export function checkParties(wireClass: new () => object, body: JsonObject): Fault[] {
  if (!hasParties(body)) {
    return [
      {
        path: 'ext',
        message: `must be there, or ${KINDS.slice(1).join(' or ')}: an event names at least one member`,
      },
      ...check(wireClass, body),
    ];
  }
  const numbers = [body.ext].flat().flatMap((party) => fields(party).extid ?? []);
  if (numbers.length > MOST) return [{ path: 'ext.extid', message: `must be at most ${MOST} numbers` }];
  const gathered = KINDS.map((kind) => [kind, [body[kind] ?? []].flat()] as const);
  return check(wireClass, { ...body, ...Object.fromEntries(gathered) }).map(({ path, message }) => {
    const [, kind = '', rest = ''] = /^([a-z]+)\[0\](.*)$/.exec(path) ?? [];
    return {
      path: kind !== '' && !Array.isArray(body[kind]) ? kind + rest : path,
      message,
    };
  });
}
