import type { PbxEvent } from '../../../transfer/event.js';
import type { DialectWriter } from '../dialect-writer.js';
import { V1_WRITER, v1Head, v1Parties, writeRepeating } from '../v1/write.js';
import { serialField } from '../wire/write.js';
import { isMac } from './looks-like-openvox.js';

export const openVoxWriter: DialectWriter = {
  ...V1_WRITER,
  write,
  serials: ['a09805000001', 'a09805000002'],
  takesSerial: isMac,
};

/** Extensions that follow one another share one `ext`, with an array of their numbers. */
function write(event: PbxEvent): string | null {
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
  return writeRepeating([
    ...Object.entries(v1Head(event)),
    ...grouped,
    ...Object.entries(serialField(event.sn)),
  ]);
}
