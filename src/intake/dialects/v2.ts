import { IsOptional } from 'class-validator';
import type { Member } from '../../transfer/member.js';
import { check, Nested, NestedList, OneOf } from './check.js';
import type { EventDialect } from './dialect.js';
import { fields, isObject, type Json } from './lossless-json.js';
import { filled, IsFilled, IsText, text } from './text.js';
import { ext, outside, TRANSFER_NAMES, toDomainEvent, type What } from './to-domain-event.js';

/** S-Series and Cloud PBX logged in to with version 2.0.0: `event` and `members`, each under the key of its kind. */
export const v2: EventDialect = {
  name: 'v2',
  claims: (body) => filled(body.event) !== undefined,
  read(body) {
    const name = text(body.event) ?? '';
    const what = NAMES.get(name.trim().toLowerCase()) ?? 'other';
    const faults = what === 'transfer' ? check(V2Transfer, body) : [];
    if (faults.length > 0) return { faults };
    const header = { dialect: v2.name, name, sn: text(body.sn) ?? '' };
    const members = () => (Array.isArray(body.members) ? body.members.flatMap(readMember) : []);
    return {
      event: toDomainEvent(header, what, { callid: body.callid, members, body }),
    };
  },
};

const NAMES = new Map<string, What>([
  ...TRANSFER_NAMES,
  ['callstatus', 'status'],
  ['newcdr', 'record'],
  ['forward', 'forward'],
  ['callfailed', 'failed'],
]);

class V2Leg {
  /** `PJSIP/1020-00000026`: eight hex digits that start over when the PBX restarts. */
  @IsOptional() @IsText() channelid?: string;
  /** Only CallStatus is documented to have this one and the next. */
  @IsOptional() @IsText() memberstatus?: string;
  @IsOptional() @IsText() callpath?: string;
}

class V2Ext extends V2Leg {
  @IsFilled() number: string;
}

class V2Outside extends V2Leg {
  /** Documented as integers, sent as text: `00441…` and `+34…` must stay what they are. Blank when withheld. */
  @IsText() from: string;
  @IsText() to: string;
  @IsOptional() @IsText() trunkname?: string;
}

class V2Member {
  @OneOf('ext', 'inbound', 'outbound') @Nested(V2Ext) ext?: V2Ext;
  @Nested(V2Outside) inbound?: V2Outside;
  @Nested(V2Outside) outbound?: V2Outside;
}

class V2Transfer {
  @IsFilled() callid: string;
  @NestedList(V2Member) members: V2Member[];
  /** The PBX's serial number. */
  @IsText() sn: string;
}

function readMember(sent: Json): Member[] {
  const member = fields(sent);
  if (isObject(member.ext)) return ext(member.ext);
  if (isObject(member.inbound)) return [outside('inbound', member.inbound)];
  return isObject(member.outbound) ? [outside('outbound', member.outbound)] : [];
}
