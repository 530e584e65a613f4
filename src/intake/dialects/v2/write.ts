import type { PbxEvent } from '../../../transfer/event.js';
import { callidOf, membersOf, recordFields } from '../wire/write.js';

/** Null where a member has v1's id of a leg. */
export function writeV2(event: PbxEvent): string | null {
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
