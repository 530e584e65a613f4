import type { PbxEvent } from '../../../transfer/event.js';
import { v1Head, v1Parties, v1Tail, writeRepeating } from '../v1/write.js';
import { isMac } from './looks-like-openvox.js';

/** Extensions that follow one another share one `ext`, with an array of their numbers. */
export function writeOpenVox(event: PbxEvent): string | null {
  const parties = v1Parties(event);
  if (parties === null) return null;
  if (!isMac(event.sn) && !parties.some(([kind]) => kind === 'ext')) return null;
  const grouped: [string, object][] = [];
  for (const [kind, party] of parties) {
    const last = grouped.at(-1);
    if (kind !== 'ext' || !('extid' in party)) grouped.push([kind, party]);
    else if (last && 'extid' in last[1]) last[1] = { extid: [last[1].extid, party.extid].flat() };
    else grouped.push([kind, { extid: isMac(event.sn) ? party.extid : [party.extid] }]);
  }
  return writeRepeating([...Object.entries(v1Head(event)), ...grouped, ...Object.entries(v1Tail(event))]);
}
