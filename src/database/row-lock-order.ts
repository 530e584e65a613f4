import { Prisma } from './generated/client.js';

/**
 * The one order in which rows are locked and inserted where a statement takes several of them: by PBX, then
 * by the identity of the transfer or the digest of the event, both by their bytes. The intake, the stories
 * and the inferred transfers all keep it, so that two statements on the same rows wait and never deadlock.
 */
export function lockOrder(sn: string, key: string): Prisma.Sql {
  return Prisma.raw(`${sn} COLLATE "C", ${key}`);
}

/** The same order for entries that go into one statement; the key in hexadecimal. */
export function byLockOrder(a: LockKey, b: LockKey): number {
  if (a.sn !== b.sn) return Buffer.compare(Buffer.from(a.sn), Buffer.from(b.sn));
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

interface LockKey {
  sn: string;
  key: string;
}
