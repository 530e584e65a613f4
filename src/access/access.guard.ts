import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { IncomingMessage } from 'node:http';
import { Config, isLoopback } from '../config/config.js';
import { Problem } from '../http/problem.filter.js';
import type { KeptKey } from './key.store.js';
import { EVERYTHING, type Visibility } from '../transfer/visibility.js';
import { ALLOWED, remember } from './allow.js';
import type { Scope } from './key.js';
import { Keys } from './keys.js';
import { ReaderLimit } from './reader-limit.js';
import { isSigned, readSession } from './session.js';

/** Before every route: who asks, may they, and what do they see. */
@Injectable()
export class AccessGuard implements CanActivate {
  /** Open to everyone as long as no key is made: on this machine alone, or where the settings say so. */
  private readonly openWithoutKeys: boolean;

  constructor(
    private readonly reflector: Reflector,
    private readonly keys: Keys,
    private readonly limit: ReaderLimit,
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
      remember(req, EVERYTHING);
      return true;
    }
    if (!holds(key, allowed))
      throw new Problem(
        403,
        `The key ${key.id} lacks the scope ${allowed}; make one that has it with npm run key.`,
      );
    this.limit.count(key.id);
    remember(req, visibilityOf(key));
    return true;
  }

  /** The key that came along; null where none did. @throws Problem 401 for one that is not valid. */
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
