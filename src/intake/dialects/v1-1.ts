import { IsOptional } from 'class-validator';
import { check, Nested, NestedList, OneOf } from './check.js';
import type { EventDialect } from './dialect.js';
import { entries, fields } from './lossless-json.js';
import { looksLikeOpenVox } from './openvox.js';
import { filled, IsFilled, IsText, text } from './text.js';
import { toDomainEvent } from './to-domain-event.js';
import { hasParties, isAction, readAction, readParties, V1Ext, V1Inbound, V1Outbound } from './v1.js';

/** S-Series and Cloud PBX logged in to with version 1.0.2 or 1.1.0: `action`, and the members in `call`. */
export const v1_1: EventDialect = {
  name: 'v1.1',
  // Call records have no `call`. With a serial number they are taken for v1.1's: old v1.0 firmware has none.
  claims: (body) =>
    isAction(body) &&
    (body.call !== undefined ||
      (filled(body.sn) !== undefined && !hasParties(body) && !looksLikeOpenVox(body))),
  read(body) {
    const { name, what, memberstatus } = readAction(body);
    const faults = what === 'transfer' ? check(V11Transfer, body) : [];
    if (faults.length > 0) return { faults };
    const header = { dialect: v1_1.name, name, sn: text(body.sn) ?? '' };
    const call = Array.isArray(body.call) ? body.call : [];
    const members = () =>
      readParties(
        call.flatMap((member) => entries(fields(member))),
        memberstatus,
      );
    return {
      event: toDomainEvent(header, what, { callid: body.callid, members, body }),
    };
  },
};

class V11Member {
  @OneOf('ext', 'inbound', 'outbound') @Nested(V1Ext) ext?: V1Ext;
  @Nested(V1Inbound) inbound?: V1Inbound;
  @Nested(V1Outbound) outbound?: V1Outbound;
}

class V11Transfer {
  @IsFilled() callid: string;
  /** Call forwarding lists the caller alone. */
  @NestedList(V11Member) call: V11Member[];
  @IsOptional() @IsText() sn?: string;
}
