import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { IncomingMessage } from 'node:http';
import { Config, isLoopback } from '../config/config.js';
import { Problem } from '../http/problem.filter.js';
import type { KeptKey } from './key.store.js';
import { EVERYTHING, type Visibility } from '../transfer/visibility.js';
import { ALLOWED } from './allow.js';
import { rememberVisibility } from './caller-visibility.js';
import type { Scope } from './key.js';
import { Keys } from './keys.js';
import { KeyRateLimit } from './key-rate-limit.js';
import { isSigned, readSession } from './session.js';

/** Runs before every route: finds the caller's key, checks its scope, and notes what it may see. */
@Injectable()
export class AccessGuard implements CanActivate {
  /** While no key exists, reading is open on loopback, and anywhere with ACCESS=open. */
  private readonly openWithoutKeys: boolean;

  constructor(
    private readonly reflector: Reflector,
    private readonly keys: Keys,
    private readonly limit: KeyRateLimit,
    { access, host }: Config,
  ) {
    this.openWithoutKeys = access === 'open' || isLoopback(host);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const allowed =
      this.reflector.getAllAndOverride<Scope | 'everyone' | undefined>(ALLOWED, [
        context.getHandler(),
        context.getClass(),
      ]) ?? 'admin';
    if (allowed === 'everyone') return true;
    const req = context.switchToHttp().getRequest<IncomingMessage>();
    const key = await this.keyOf(req);
    if (!key) {
      if (!this.openWithoutKeys || (await this.keys.any()))
        throw unauthorized('This needs a key: send Authorization: Bearer <key>. Make one with npm run key.');
      rememberVisibility(req, EVERYTHING);
      return true;
    }
    if (!holds(key, allowed))
      throw new Problem(
        403,
        `The key ${key.id} lacks the scope ${allowed}; make one that has it with npm run key.`,
      );
    this.limit.count(key.id);
    rememberVisibility(req, visibilityOf(key));
    return true;
  }

  /**
   * The key sent with the request; null where none was sent. @throws Problem 401 for one that is not valid.
   */
  private async keyOf(req: IncomingMessage): Promise<KeptKey | null> {
    const sent = req.headers.authorization;
    if (sent !== undefined) {
      const key = await this.keys.find(/^Bearer +(\S+)$/i.exec(sent)?.[1] ?? '');
      if (key) return key;
      throw unauthorized('This key is not valid: it was mistyped, or it is revoked.');
    }
    const session = readSession(req);
    const key = session && (await this.keys.named(session.id));
    return key && isSigned(session.cookie, key) ? key : null;
  }
}

export const unauthorized = (detail: string) =>
  new Problem(401, detail, {}, { 'WWW-Authenticate': 'Bearer' });

function holds({ scopes }: KeptKey, scope: Scope): boolean {
  return scopes.includes(scope) || scopes.includes('admin');
}

function visibilityOf(key: KeptKey): Visibility {
  return { pbxes: key.pbxes, extensions: key.extensions, numbers: holds(key, 'numbers') };
}
