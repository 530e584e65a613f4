import type { PbxEvent } from '../../../transfer/event.js';
import type { DialectWriter } from '../dialect-writer.js';
import { isMac } from '../openvox/looks-like-openvox.js';
import { V1_WRITER, v1Head, v1Parties } from '../v1/write.js';
import { isBlank, membersOf, serialField } from '../wire/write.js';

export const v1_1Writer: DialectWriter = {
  ...V1_WRITER,
  write,
  serials: ['369362000001', '369362000002'],
  takesSerial: (sn) => !isBlank(sn) && !isMac(sn),
};

function write(event: PbxEvent): string | null {
  const parties = v1Parties(event);
  if (parties === null) return null;
  // Without `call` and serial number it would be v1.0's, and with a MAC address for one OpenVox's.
  if (membersOf(event) === undefined && (isBlank(event.sn) || isMac(event.sn))) return null;
  return JSON.stringify({
    ...v1Head(event),
    call: membersOf(event) && parties.map(([kind, party]) => ({ [kind]: party })),
    ...serialField(event.sn),
  });
}
