import { createHash, randomBytes } from 'node:crypto';

/**
 * `read` transfers, calls and reports · `numbers` outside numbers unmasked · `ingest` quarantine and replay ·
 * `admin` everything.
 */
export const SCOPES = ['read', 'numbers', 'ingest', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

const FORM = /^handoff_([0-9a-f]{12})_[A-Za-z0-9_-]{43}$/;

/** A new key: a public id to refer to it, and 256 random bits. */
export function makeKey(): { id: string; key: string } {
  const id = randomBytes(6).toString('hex');
  return { id, key: `handoff_${id}_${randomBytes(32).toString('base64url')}` };
}

/** The public part of what has the form of a key. */
export function idOf(key: string): string | null {
  return FORM.exec(key)?.[1] ?? null;
}

/** A fast hash is enough: nobody finds 256 random bits by trying. */
export function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
