import { IsOptional } from 'class-validator';
import { NestedEach } from './check.js';
import type { EventDialect } from './dialect.js';
import { looksLikeOpenVox } from './openvox.js';
import { filled, IsFilled, IsText, text } from './text.js';
import { toDomainEvent } from './to-domain-event.js';
import {
  checkParties,
  hasParties,
  isAction,
  parties,
  readAction,
  readParties,
  V1Ext,
  V1Inbound,
  V1Outbound,
} from './v1.js';

/**
 * S-Series logged in to with version 1.0.0, which is what it falls back to when the login names none: the members
 * stand at the top level, and a second extension is a second key `ext` of the same object.
 */
export const v1_0: EventDialect = {
  name: 'v1.0',
  claims: (body) =>
    isAction(body) &&
    body.call === undefined &&
    !looksLikeOpenVox(body) &&
    (hasParties(body) || filled(body.sn) === undefined),
  read(body) {
    const { name, what, memberstatus } = readAction(body);
    const faults = what === 'transfer' ? checkParties(V10Transfer, body) : [];
    if (faults.length > 0) return { faults };
    const header = { dialect: v1_0.name, name, sn: text(body.sn) ?? '' };
    const members = () => readParties(parties(body), memberstatus);
    return {
      event: toDomainEvent(header, what, { callid: body.callid, members, body }),
    };
  },
};

class V10Transfer {
  @IsFilled() callid: string;
  @NestedEach(V1Ext) ext: V1Ext[];
  @NestedEach(V1Inbound) inbound: V1Inbound[];
  @NestedEach(V1Outbound) outbound: V1Outbound[];
  /** Missing before firmware 30.10.0.16. */
  @IsOptional() @IsText() sn?: string;
}
