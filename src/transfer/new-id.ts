import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const IDS = 256;
const random = new Uint8Array(IDS * 16);
let used = random.length;

/** A UUIDv7. Its random bits are drawn for many at once: a system call for each was 4 % of what an event cost. */
export function newId(): string {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  return v7({ random: random.subarray(used, (used += 16)) });
}
