import type { PbxEvent } from '../../../transfer/event.js';
import type { DialectWriter } from '../dialect-writer.js';
import { isMac } from '../openvox/looks-like-openvox.js';
import { V1_WRITER, v1Head, v1Parties, writeRepeating } from '../v1/write.js';
import { isBlank, serialField } from '../wire/write.js';

/** Old firmware tells no serial number, and the simulator plays such. */
export const v1_0Writer: DialectWriter = {
  ...V1_WRITER,
  write,
  serials: ['', ''],
  takesSerial: isBlank,
};

function write(event: PbxEvent): string | null {
  const parties = v1Parties(event);
  if (parties === null || isMac(event.sn)) return null;
  // An event that names nobody and has a serial number would be v1.1's.
  if (parties.length === 0 && !isBlank(event.sn)) return null;
  return writeRepeating([
    ...Object.entries(v1Head(event)),
    ...parties,
    ...Object.entries(serialField(event.sn)),
  ]);
}
