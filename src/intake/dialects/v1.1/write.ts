import type { PbxEvent } from '../../../transfer/event.js';
import { isMac } from '../openvox/looks-like-openvox.js';
import { v1Head, v1Parties, v1Tail } from '../v1/write.js';
import { isBlank, membersOf } from '../wire/write.js';

export function writeV11(event: PbxEvent): string | null {
  const parties = v1Parties(event);
  if (parties === null) return null;
  // Without `call` and serial number it would be v1.0's, and with a MAC address for one OpenVox's.
  if (membersOf(event) === undefined && (isBlank(event.sn) || isMac(event.sn))) return null;
  return JSON.stringify({
    ...v1Head(event),
    call: membersOf(event) && parties.map(([kind, party]) => ({ [kind]: party })),
    ...v1Tail(event),
  });
}
