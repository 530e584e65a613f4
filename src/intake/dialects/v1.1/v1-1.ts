import type { EventDialect } from '../dialect.js';
import { looksLikeOpenVox } from '../openvox/looks-like-openvox.js';
import {
  hasParties,
  isAction,
  readAction,
  readParties,
  type SentParty,
  V1_EXT,
  V1_INBOUND,
  V1_KINDS,
  V1_OUTBOUND,
} from '../v1/v1.js';
import { entries, fields, type Json } from '../wire/lossless-json.js';
import {
  check,
  isFilled,
  isListOf,
  isObjectOf,
  isOneOf,
  isText,
  kindsSent,
  optional,
} from '../wire/rules.js';
import { filled, text } from '../wire/text.js';
import { toDomainEvent } from '../wire/to-domain-event.js';
import { v1_1Document } from './document.js';
import { v1_1Writer } from './write.js';

/** S-Series and Cloud PBX logged in to with version 1.0.2 or 1.1.0: `action`, and the members in `call`. */
export const v1_1: EventDialect = {
  name: 'v1.1',
  transferor: 'first',
  leavesOutTransferor: false,
  tellsEveryState: false,
  hasChannels: false,
  // Call records have no `call`. With a serial number they are taken for v1.1's: old v1.0 firmware has none.
  claims: (body) =>
    isAction(body) &&
    ((body.call ?? undefined) !== undefined ||
      (filled(body.sn) !== undefined && !hasParties(body) && !looksLikeOpenVox(body))),
  read(body) {
    const { name, what, memberstatus } = readAction(body);
    const faults = what === 'transfer' ? check(TRANSFER, body) : [];
    if (faults.length > 0) return { faults };
    const header = { dialect: v1_1.name, name, sn: text(body.sn) ?? '' };
    const call = Array.isArray(body.call) ? body.call : [];
    const members = () => readParties(call.flatMap(partiesOfMember), memberstatus);
    return toDomainEvent(header, what, { callid: body.callid, members, body });
  },
  writer: v1_1Writer,
  document: v1_1Document,
};

const TRANSFER = isObjectOf({
  callid: isFilled,
  // Call forwarding lists the caller alone.
  call: isListOf(isOneOf({ ext: V1_EXT, inbound: V1_INBOUND, outbound: V1_OUTBOUND })),
  sn: optional(isText),
});

function partiesOfMember(sent: Json): SentParty[] {
  const member = fields(sent);
  const kinds = kindsSent(member, V1_KINDS);
  return entries(member).filter(([kind]) => kinds.includes(kind));
}
