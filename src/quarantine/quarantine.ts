import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { newId } from '../transfer/ids.js';
import { type Cause, QuarantineStore, type RefusedBody } from './quarantine.store.js';

/** Bodies of refused senders that are kept in one second: of one sender, and of all together. */
const REFUSED_PER_SECOND = { sender: 50, together: 200 };

/** A refused push with its bytes as received. */
export interface RefusedPush extends Pick<RefusedBody, 'contentType' | 'source' | 'at'> {
  raw: Buffer;
}

/** What was refused, byte for byte, with where it came from, why, and how often. */
@Injectable()
export class Quarantine {
  /** Refused senders' bodies that came faster than they are kept, since the start. */
  unkept = 0;
  private second = 0;
  private keptThisSecond = 0;
  private readonly bySender = new Map<string, number>();

  constructor(private readonly store: QuarantineStore) {}

  get status() {
    return { dropped: this.store.dropped, unkept: this.unkept };
  }

  /** Keeps the push of a refused sender. A flood of them must not occupy the database: beyond a rate they are only counted. */
  async reject(push: RefusedPush, why: string): Promise<string | null> {
    if (!this.hasRoom(push.source)) {
      this.unkept += 1;
      return null;
    }
    return (await this.keep(push, [{ path: '', message: why }], 'refusal')).id;
  }

  private hasRoom(sender: string): boolean {
    const second = Math.floor(Date.now() / 1000);
    if (second !== this.second) {
      [this.second, this.keptThisSecond] = [second, 0];
      this.bySender.clear();
    }
    const own = this.bySender.get(sender) ?? 0;
    if (own >= REFUSED_PER_SECOND.sender || this.keptThisSecond >= REFUSED_PER_SECOND.together) return false;
    this.bySender.set(sender, own + 1);
    this.keptThisSecond += 1;
    return true;
  }

  /** `again`: this very body had been refused before; it is counted, not kept twice. */
  async keep(
    { raw, contentType, source, at }: RefusedPush,
    errors: RefusedBody['errors'],
    cause: Cause = 'fault',
  ): Promise<{ id: string; again: boolean }> {
    const id = newId();
    const digest = createHash('sha256').update(raw).digest();
    const kept = await this.store.keep({ id, cause, digest, contentType, source, errors, at, body: raw });
    return { id: kept, again: kept !== id };
  }
}
