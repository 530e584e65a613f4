import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Config, isLoopback } from '../config/config.js';
import { Problem } from '../http/problem.filter.js';
import type { KeptKey } from './key.store.js';
import { EVERYTHING, type Visibility } from '../transfer/visibility.js';
import { ALLOWED, UNLIMITED } from './allow.js';
import { rememberCaller } from './caller-visibility.js';
import type { Scope } from './key.js';
import { Keys } from './keys.js';
import { KeyRateLimit } from './key-rate-limit.js';
import { RevokedAnswers } from './revoked-answers.js';
import { isSigned, readSession } from './session/session.js';
import { namesLoopback } from './same-site.js';

/** Runs before every route: finds the caller's key, checks its scope, and notes what it may see. */
@Injectable()
export class AccessGuard implements CanActivate {
  /** ACCESS=open: everybody may read while no key is valid. */
  private readonly openToAll: boolean;
  /** Nobody but this machine reaches the program: as long as nobody ever made a key, reading is open to it. */
  private readonly onLoopback: boolean;

  constructor(
    private readonly reflector: Reflector,
    private readonly keys: Keys,
    private readonly limit: KeyRateLimit,
    private readonly revokedAnswers: RevokedAnswers,
    { access, host }: Config,
  ) {
    this.openToAll = access === 'open';
    this.onLoopback = isLoopback(host);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = [context.getHandler(), context.getClass()];
    const allowed =
      this.reflector.getAllAndOverride<Scope | 'everyone' | undefined>(ALLOWED, route) ?? 'admin';
    if (allowed === 'everyone') return true;
    const http = context.switchToHttp();
    const req = http.getRequest<Request>();
    const key = await this.keyOf(req);
    if (!key) {
      await this.checkKeyless(req);
      rememberCaller(req, { id: req.ip ?? '', visibility: EVERYTHING });
      return true;
    }
    if (!holds(key, allowed))
      throw new Problem(
        403,
        `The key ${key.id} lacks the scope ${allowed}; make one that has it with npm run key.`,
      );
    if (isLimited(key) && this.reflector.getAllAndOverride<true | undefined>(UNLIMITED, route))
      throw new Problem(
        403,
        `The key ${key.id} is limited to some PBXes or extensions, and this is about the whole program.`,
      );
    this.limit.count(key.id);
    this.revokedAnswers.follow(http.getResponse<ServerResponse>(), key.id);
    rememberCaller(req, { id: key.id, visibility: visibilityOf(key) });
    return true;
  }

  /**
   * Without a key: with ACCESS=open while no key is valid; on loopback as long as no key was ever made, so that revoking the
   * last one opens nothing. There the request must name this machine: a browser names the site whose page asks, and a site
   * can let its own name point at this machine (DNS rebinding).
   */
  private async checkKeyless(req: IncomingMessage): Promise<void> {
    if (this.openToAll && !(await this.keys.any())) return;
    if (!this.onLoopback || (await this.keys.everMade()))
      throw unauthorized('This needs a key: send Authorization: Bearer <key>. Make one with npm run key.');
    if (!namesLoopback(req.headers.host))
      throw new Problem(
        403,
        'Without a key this is read on this machine alone, as localhost or 127.0.0.1: use that name, or make a key with npm run key.',
      );
  }

  /**
   * The key sent with the request; null where none was sent. @throws Problem 401 for one that is not valid.
   */
  private async keyOf(req: IncomingMessage): Promise<KeptKey | null> {
    const sent = req.headers.authorization;
    if (sent !== undefined) {
      const key = await this.keys.find(bearerOf(sent));
      if (key) return key;
      throw unauthorized('This key is not valid: it was mistyped, or it is revoked.');
    }
    const session = readSession(req);
    const key = session && (await this.keys.named(session.id));
    return key && isSigned(session.cookie, key) ? key : null;
  }
}

/** The key in an `Authorization` header; empty where it holds none. */
export const bearerOf = (authorization = ''): string => /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';

export const unauthorized = (detail: string) =>
  new Problem(401, detail, {}, { 'WWW-Authenticate': 'Bearer' });

function holds({ scopes }: KeptKey, scope: Scope): boolean {
  return scopes.includes(scope) || scopes.includes('admin');
}

const isLimited = ({ pbxes, extensions }: KeptKey) => pbxes !== null || extensions !== null;

function visibilityOf(key: KeptKey): Visibility {
  return { pbxes: key.pbxes, extensions: key.extensions, numbers: holds(key, 'numbers') };
}
