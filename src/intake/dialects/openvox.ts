import { IsOptional } from 'class-validator';
import { NestedEach } from './check.js';
import type { EventDialect } from './dialect.js';
import { fields, type JsonObject } from './lossless-json.js';
import { IsEachFilled, IsFilled, IsText, text } from './text.js';
import { toDomainEvent } from './to-domain-event.js';
import { checkParties, isAction, parties, readAction, readParties, V1Inbound, V1Outbound } from './v1.js';

/** OpenVox UC, a clone of v1.0 that puts several extensions into one `ext.extid`. */
export const openvox: EventDialect = {
  name: 'openvox',
  claims: (body) => isAction(body) && body.call === undefined && looksLikeOpenVox(body),
  read(body) {
    const { name, what, memberstatus } = readAction(body);
    const faults = what === 'transfer' ? checkParties(OpenVoxTransfer, body) : [];
    if (faults.length > 0) return { faults };
    const header = { dialect: openvox.name, name, sn: text(body.sn) ?? '' };
    const members = () => readParties(parties(body), memberstatus);
    return {
      event: toDomainEvent(header, what, { callid: body.callid, members, body }),
    };
  },
};

/** Where one extension is named alone, only the serial number tells the clone: it is a MAC address, Yeastar's begins with a digit. */
export function looksLikeOpenVox(body: JsonObject): boolean {
  return (
    [body.ext].flat().some((ext) => Array.isArray(fields(ext).extid)) ||
    /^[a-f][0-9a-f]{11}$/i.test(text(body.sn) ?? '')
  );
}

class OpenVoxExt {
  /** One number, or an array of them. */
  @IsEachFilled() extid: string | string[];
}

class OpenVoxTransfer {
  @IsFilled() callid: string;
  @NestedEach(OpenVoxExt) ext: OpenVoxExt[];
  @NestedEach(V1Inbound) inbound: V1Inbound[];
  @NestedEach(V1Outbound) outbound: V1Outbound[];
  @IsOptional() @IsText() sn?: string;
}
