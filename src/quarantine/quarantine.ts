import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { newId } from '../transfer/new-id.js';
import { type Cause, QuarantineStore, type RefusedBody } from './quarantine.store.js';

/** Bodies of refused senders that are kept in one second. */
const REFUSED_PER_SECOND = 50;

/** A push as it came off the wire. */
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

  constructor(private readonly store: QuarantineStore) {}

  get status() {
    return { dropped: this.store.dropped, unkept: this.unkept };
  }

  /** Keeps the push of a refused sender. A flood of them must not occupy the database: beyond a rate they are only counted. */
  async reject(push: RefusedPush, why: string): Promise<string | null> {
    const second = Math.floor(Date.now() / 1000);
    if (second !== this.second) [this.second, this.keptThisSecond] = [second, 0];
    if (++this.keptThisSecond > REFUSED_PER_SECOND) {
      this.unkept += 1;
      return null;
    }
    return (await this.keep(push, [{ path: '', message: why }], 'refusal')).id;
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
