import type { PbxEvent } from '../../../transfer/event.js';
import { isMac } from '../openvox/looks-like-openvox.js';
import { v1Head, v1Parties, v1Tail, writeRepeating } from '../v1/write.js';
import { isBlank } from '../wire/write.js';

export function writeV10(event: PbxEvent): string | null {
  const parties = v1Parties(event);
  if (parties === null || isMac(event.sn)) return null;
  // An event that names nobody and has a serial number would be v1.1's.
  if (parties.length === 0 && !isBlank(event.sn)) return null;
  return writeRepeating([...Object.entries(v1Head(event)), ...parties, ...Object.entries(v1Tail(event))]);
}
