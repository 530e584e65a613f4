// A guard runs before @Cookies(); this is the function with which @Cookies() reads a cookie.
import { getRequestCookie } from '@nestjs/core/helpers/cookies/request-cookies.js';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { KeptKey } from '../key.store.js';

export const COOKIE = 'handoff_session';
export const SESSION_SECONDS = 12 * 60 * 60;

/**
 * What the page's cookie says: which key, until when, signed with that key's hash. So it needs no secret of its own (which
 * Nest's signed cookies do), every replica can check it, and it ends with the key.
 */
export function writeSession(key: Pick<KeptKey, 'id' | 'hash'>, now = Date.now()): string {
  const claim = `${key.id}.${Math.floor(now / 1000) + SESSION_SECONDS}`;
  return `${claim}.${sign(claim, key).toString('base64url')}`;
}

/** The id of the key that the cookie names, which `isSigned` must confirm. */
export function readSession(req: IncomingMessage): { id: string; cookie: string } | null {
  const cookie = getRequestCookie(req, COOKIE);
  return cookie ? { id: cookie.split('.')[0]!, cookie } : null;
}

export function isSigned(cookie: string, key: KeptKey, now = Date.now()): boolean {
  const [, claim, until, signature] = /^([0-9a-f]+\.(\d+))\.([A-Za-z0-9_-]{43})$/.exec(cookie) ?? [];
  if (!claim || !signature || Number(until) * 1000 <= now) return false;
  return timingSafeEqual(Buffer.from(signature, 'base64url'), sign(claim, key));
}

function sign(claim: string, { hash }: Pick<KeptKey, 'hash'>): Buffer {
  return createHmac('sha256', hash).update(`session ${claim}`).digest();
}
