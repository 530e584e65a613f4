import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** Before 2000 or from 2100 on the first number is no clock but something else that looks like one. */
const EARLIEST = Date.UTC(2000, 0, 1) / 1000;
const LATEST = Date.UTC(2100, 0, 1) / 1000;

/** When the call began: a call id is `<unix seconds>.<counter>`. Null where it is spelled in any other way. */
export function callStart(callid: string): Date | null {
  const seconds = Number(/^([0-9]{9,10})\.[0-9]+$/.exec(callid)?.[1]);
  return seconds >= EARLIEST && seconds < LATEST ? new Date(seconds * 1000) : null;
}

const IDS = 256;
const random = new Uint8Array(IDS * 16);
let used = random.length;

/** A UUIDv7. Its random bits are drawn for many at once, since a system call for each takes longer than all the rest. */
export function newId(): string {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  return v7({ random: random.subarray(used, (used += 16)) });
}
