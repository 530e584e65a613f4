import type { EventDialect } from '../dialect.js';
import { looksLikeOpenVox } from '../openvox/looks-like-openvox.js';
import {
  checkParties,
  hasParties,
  isAction,
  parties,
  readAction,
  readParties,
  topLevelTransfer,
  V1_EXT,
} from '../v1/v1.js';
import { filled, text } from '../wire/text.js';
import { toDomainEvent } from '../wire/to-domain-event.js';
import { v1_0Document } from './document.js';
import { v1_0Writer } from './write.js';

/**
 * S-Series logged in to with version 1.0.0, which is what it falls back to when the login names none: the members
 * stand at the top level, and a second extension is a second key `ext` of the same object. There is no serial number
 * before firmware 30.10.0.16.
 */
export const v1_0: EventDialect = {
  name: 'v1.0',
  transferor: 'first',
  leavesOutTransferor: true,
  tellsEveryState: false,
  hasChannels: false,
  claims: (body) =>
    isAction(body) &&
    (body.call ?? undefined) === undefined &&
    !looksLikeOpenVox(body) &&
    (hasParties(body) || filled(body.sn) === undefined),
  read(body) {
    const { name, what, memberstatus } = readAction(body);
    const faults = what === 'transfer' ? checkParties(TRANSFER, body) : [];
    if (faults.length > 0) return { faults };
    const header = { dialect: v1_0.name, name, sn: text(body.sn) ?? '' };
    const members = () => readParties(parties(body), memberstatus);
    return toDomainEvent(header, what, { callid: body.callid, members, body });
  },
  writer: v1_0Writer,
  document: v1_0Document,
};

const TRANSFER = topLevelTransfer(V1_EXT);
