import { IsOptional } from 'class-validator';
import type { Member } from '../../transfer/member.js';
import { check, Nested, NestedList, NestedPresent, OneOf } from './check.js';
import type { EventDialect } from './dialect.js';
import { fields, isObject, type Json, NotJson, parseLossless } from './lossless-json.js';
import { filled, IsFilled, IsText, text } from './text.js';
import { ext, outside, TRANSFER_NAMES, toDomainEvent, type What } from './to-domain-event.js';

/** P-Series appliance, Software and Cloud, by webhook or WebSocket: a numeric `type`, and the rest in `msg`. */
export const pSeries: EventDialect = {
  name: 'p-series',
  claims: (body) =>
    filled(body.event) === undefined && filled(body.action) === undefined && filled(body.type) !== undefined,
  read(body) {
    const name = text(body.type) ?? '';
    const what = TYPES.get(name.trim().toLowerCase()) ?? 'other';
    const header = { dialect: pSeries.name, name, sn: text(body.sn) ?? '' };
    const { msg, fault } = readMsg(body.msg);
    if (what === 'transfer') {
      const faults = check(PSeriesTransfer, {
        ...body,
        ...(msg !== undefined && { msg }),
      });
      // Text that is no JSON is one fault, and says where; the class would only say that it is no object.
      if (fault)
        return {
          faults: [...faults.filter(({ path }) => path !== 'msg'), { path: 'msg', message: fault }],
        };
      if (faults.length > 0) return { faults };
    }
    const sent = fields(msg);
    const members = () => (Array.isArray(sent.members) ? sent.members.flatMap(readMember) : []);
    return {
      event: toDomainEvent(header, what, {
        callid: sent.call_id,
        members,
        body: sent,
      }),
    };
  },
};

/** As a number or as text; the parser has made both text. */
const TYPES = new Map<string, What>([
  ['30011', 'status'],
  ['30012', 'record'],
  ['30013', 'transfer'],
  ['30014', 'forward'],
  ['30015', 'failed'],
  ...TRANSFER_NAMES,
]);

/** JSON written out as text, pretty-printed or not, on older firmware; the object itself on newer. */
function readMsg(msg: Json | undefined): {
  msg: Json | undefined;
  fault?: string;
} {
  if (typeof msg !== 'string') return { msg };
  try {
    return { msg: parseLossless(msg) };
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    return {
      msg: undefined,
      fault: `must be JSON written out as text: ${error.message}`,
    };
  }
}

class PSeriesLeg {
  @IsOptional() @IsText() channel_id?: string;
  /** ALERT, RING, ANSWERED, ANSWER, HOLD, BYE. */
  @IsOptional() @IsText() member_status?: string;
  @IsOptional() @IsText() call_path?: string;
}

class PSeriesExtension extends PSeriesLeg {
  @IsFilled() number: string;
}

class PSeriesOutside extends PSeriesLeg {
  /** Blank when withheld. */
  @IsText() from: string;
  @IsText() to: string;
  @IsOptional() @IsText() trunk_name?: string;
}

class PSeriesMember {
  @OneOf('extension', 'inbound', 'outbound')
  @Nested(PSeriesExtension)
  extension?: PSeriesExtension;
  @Nested(PSeriesOutside) inbound?: PSeriesOutside;
  @Nested(PSeriesOutside) outbound?: PSeriesOutside;
}

class PSeriesMsg {
  @IsFilled() call_id: string;
  @NestedList(PSeriesMember) members: PSeriesMember[];
}

class PSeriesTransfer {
  @IsText() sn: string;
  @NestedPresent(PSeriesMsg) msg: PSeriesMsg;
}

function readMember(sent: Json): Member[] {
  const member = fields(sent);
  if (isObject(member.extension)) return ext(renamed(member.extension));
  if (isObject(member.inbound)) return [outside('inbound', renamed(member.inbound))];
  return isObject(member.outbound) ? [outside('outbound', renamed(member.outbound))] : [];
}

function renamed({ number, from, to, ...leg }: { [key: string]: Json | undefined }) {
  const {
    trunk_name: trunkname,
    channel_id: channelid,
    member_status: memberstatus,
    call_path: callpath,
  } = leg;
  return { number, from, to, trunkname, channelid, memberstatus, callpath };
}
