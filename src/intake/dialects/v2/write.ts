import type { PbxEvent } from '../../../transfer/event.js';
import type { DialectWriter } from '../dialect-writer.js';
import { isMac } from '../openvox/looks-like-openvox.js';
import { callidOf, EVENT_WORDS, isBlank, membersOf, recordFields, serialField } from '../wire/write.js';

export const v2Writer: DialectWriter = {
  write,
  writeIgnored: ({ name, facts, sn }) => ({
    name,
    body: JSON.stringify({ event: name, ...facts, ...serialField(sn) }),
  }),
  names: { ...EVENT_WORDS, status: 'CallStatus', forward: 'Forward' },
  serials: ['369451000001', '369451000002'],
  takesSerial: (sn) => !isBlank(sn) && !isMac(sn),
  putsExtensionFirst: false,
  tellsStatesInTransfers: false,
  recordsAbandoned: false,
};

/** Null where a member has v1's id of a leg. */
function write(event: PbxEvent): string | null {
  const members = membersOf(event);
  if (members?.some((member) => member.legid !== undefined)) return null;
  return JSON.stringify({
    event: event.name,
    callid: callidOf(event),
    ...(event.what === 'record' && recordFields(event, 'dsttrcunkname')),
    ...(event.what === 'failed' && { reason: event.reason }),
    ...(event.what === 'survey' && { surveyresult: event.result }),
    members: members?.map(({ kind, legid: _none, ...fields }) => ({
      [kind]: fields,
    })),
    sn: event.sn,
  });
}
