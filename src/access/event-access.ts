import { Injectable } from '@nestjs/common';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { BlockList } from 'node:net';
import { Config, isLoopback } from '../config/config.js';
import { isOfAnotherSite, namesLoopback } from './same-site.js';
import { isIn, networks, sourceOf } from '../http/connections/source-address.js';

/** Why an event is refused. */
export interface Refusal {
  status: 401 | 403;
  detail: string;
}

const SECRET_PATH = /^\/events\/([^/?]+)\/?(?:\?|$)/;

/** Who may push. Without any of its settings nothing is checked but the site of a browser. */
@Injectable()
export class EventAccess {
  private readonly sources: BlockList | null;
  private readonly proxies: BlockList;
  private readonly serials: Set<string> | null;
  private readonly secrets: Buffer[];
  private readonly signatureHeader: string;

  constructor(private readonly config: Config) {
    this.sources = config.eventSources.length > 0 ? networks(config.eventSources) : null;
    this.proxies = networks(config.trustedProxies);
    this.serials = config.eventSerials.length > 0 ? new Set(config.eventSerials) : null;
    this.secrets = config.eventSecrets.map(digest);
    this.signatureHeader = config.signatureHeader.toLowerCase();
  }

  /** The address that an event came from. */
  source(req: IncomingMessage): string {
    return sourceOf(req, this.proxies);
  }

  /** Null where this request may push. One right credential is enough: the secret path, or a signature over the bytes. */
  check(req: IncomingMessage, raw: Buffer): Refusal | null {
    if (isOfAnotherSite(req) || this.comesByAnotherName(req))
      return {
        status: 403,
        detail: 'Events from a page of another site are not taken: no PBX is a browser.',
      };
    if (this.sources && !isIn(this.source(req), this.sources))
      return {
        status: 403,
        detail: 'Events from this address are not taken: EVENT_SOURCES does not list it.',
      };
    const secret = SECRET_PATH.exec(req.url ?? '')?.[1];
    const needed = this.secrets.length > 0 || this.config.signatureSecrets.length > 0;
    if (!needed && secret === undefined) return null;
    if (this.isSecret(secret) || this.isSigned(req, raw)) return null;
    const missing =
      secret === undefined
        ? 'Events need the secret path, POST /events/<secret>, or a right signature.'
        : 'No secret path is spelled like this one: EVENT_SECRETS holds the right ones.';
    return { status: 401, detail: missing };
  }

  /** A site can let its own name point at this machine; a page of it then seems to be of this site. */
  private comesByAnotherName({ headers }: IncomingMessage): boolean {
    return headers.origin !== undefined && isLoopback(this.config.host) && !namesLoopback(headers.host);
  }

  /** Null where events of this PBX are taken; `''` is one that does not tell its serial number. */
  checkSerial(sn: string): Refusal | null {
    if (!this.serials || this.serials.has(sn)) return null;
    return {
      status: 403,
      detail: 'Events of this PBX are not taken: EVENT_SERIALS does not list its serial number.',
    };
  }

  private isSecret(secret: string | undefined): boolean {
    if (secret === undefined) return false;
    const sent = digest(secret);
    // All are compared, so that the time taken does not show which one matched.
    return this.secrets.filter((known) => timingSafeEqual(known, sent)).length > 0;
  }

  private isSigned(req: IncomingMessage, raw: Buffer): boolean {
    const sent = Buffer.from([req.headers[this.signatureHeader] ?? ''].flat().join(''), 'base64');
    return (
      this.config.signatureSecrets.filter((secret) => {
        const right = createHmac('sha256', secret).update(raw).digest();
        return sent.length === right.length && timingSafeEqual(sent, right);
      }).length > 0
    );
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest();
