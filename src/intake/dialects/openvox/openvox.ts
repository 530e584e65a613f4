import type { EventDialect } from '../dialect.js';
import { checkParties, isAction, parties, readAction, readParties, topLevelTransfer } from '../v1/v1.js';
import { isObjectOf, MOST_MEMBERS, type Rule } from '../wire/rules.js';
import { filled, filledFault, text } from '../wire/text.js';
import { toDomainEvent } from '../wire/to-domain-event.js';
import { looksLikeOpenVox } from './looks-like-openvox.js';
import { openVoxDocument } from './document.js';
import { openVoxWriter } from './write.js';

/** OpenVox UC, a clone of v1.0 that puts several extensions into one `ext.extid`. */
export const openvox: EventDialect = {
  name: 'openvox',
  transferor: 'last',
  leavesOutTransferor: false,
  tellsEveryState: false,
  hasChannels: false,
  claims: (body) => isAction(body) && (body.call ?? undefined) === undefined && looksLikeOpenVox(body),
  read(body) {
    const { name, what, memberstatus } = readAction(body);
    const faults = what === 'transfer' ? checkParties(TRANSFER, body) : [];
    if (faults.length > 0) return { faults };
    const header = { dialect: openvox.name, name, sn: text(body.sn) ?? '' };
    const members = () => readParties(parties(body), memberstatus);
    return toDomainEvent(header, what, { callid: body.callid, members, body });
  },
  writer: openVoxWriter,
  document: openVoxDocument,
};

/** One number, or an array of them. */
const isEachFilled: Rule = (value, path, faults) => {
  const numbers = Array.isArray(value) && value.length > 0 ? value : [value];
  if (numbers.length > MOST_MEMBERS)
    faults.push({ path, message: `must be at most ${MOST_MEMBERS} numbers` });
  else if (!numbers.every((number) => filled(number) !== undefined))
    faults.push({ path, message: filledFault(numbers.find((number) => filled(number) === undefined)) });
};

const TRANSFER = topLevelTransfer(isObjectOf({ extid: isEachFilled }));
