import type { PbxEvent } from '../../../transfer/event.js';
import type { DialectWriter } from '../dialect-writer.js';
import { callidOf, EVENT_WORDS, membersOf, recordFields, serialField } from '../wire/write.js';

/** What the writers of v1.0, v1.1 and OpenVox share. */
export const V1_WRITER = {
  writeIgnored: ({ name, facts, sn }) => ({
    name,
    body: JSON.stringify({ action: name, ...facts, ...serialField(sn) }),
  }),
  names: { ...EVENT_WORDS, status: null, forward: null },
  putsExtensionFirst: true,
  tellsStatesInTransfers: false,
  recordsAbandoned: false,
} satisfies Partial<DialectWriter>;

/** The parties as all of v1 writes them; null where one has what v1 cannot say. */
export function v1Parties(event: PbxEvent): [kind: string, party: object][] | null {
  const state = event.what === 'status' ? event.name.toUpperCase() : undefined;
  const parties: [string, object][] = [];
  for (const [n, member] of (membersOf(event) ?? []).entries()) {
    if (member.channelid !== undefined || member.callpath !== undefined) return null;
    // The event's name is the state of the party named first.
    if (member.memberstatus !== (n === 0 ? state : undefined)) return null;
    if (member.kind === 'ext') {
      if (member.legid !== undefined) return null;
      parties.push(['ext', { extid: member.number }]);
    } else {
      const { kind, from, to, trunkname, legid } = member;
      parties.push([kind, { from, to, trunk: trunkname, [`${kind}id`]: legid }]);
    }
  }
  return parties;
}

export function v1Head(event: PbxEvent): object {
  return {
    action: event.name,
    callid: callidOf(event),
    ...(event.what === 'record' && recordFields(event, 'desttrunkname')),
    ...(event.what === 'failed' && { reason: event.reason }),
    ...(event.what === 'survey' && { surveyresult: event.result }),
  };
}

/** An object whose keys may repeat, which JSON.stringify cannot write. */
export function writeRepeating(entries: [string, unknown][]): string {
  const written = entries
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  return `{${written.join(',')}}`;
}
