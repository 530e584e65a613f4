import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { type Cause, QuarantineStore } from './quarantine.store.js';
import { newId } from '../transfer/new-id.js';
import type { Fault } from '../intake/dialects/dialect.js';
import type { Delivery } from '../intake/pipeline.js';

const STRANGERS_PER_SECOND = 50;

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

  /** What a stranger sent. A flood of it must not keep the database from its work: beyond a rate it is only counted. */
  async reject(delivery: Delivery, why: string): Promise<string | null> {
    const second = Math.floor(Date.now() / 1000);
    if (second !== this.second) [this.second, this.keptThisSecond] = [second, 0];
    if (++this.keptThisSecond > STRANGERS_PER_SECOND) {
      this.unkept += 1;
      return null;
    }
    return (await this.keep(delivery, [{ path: '', message: why }], 'refusal')).id;
  }

  /** `again`: this very body had been refused before; it is counted, not kept twice. */
  async keep(
    { raw, contentType, source, at }: Delivery,
    errors: Fault[],
    cause: Cause = 'fault',
  ): Promise<{ id: string; again: boolean }> {
    const id = newId();
    const digest = createHash('sha256').update(raw).digest();
    const kept = await this.store.keep({ id, cause, digest, contentType, source, errors, at, body: raw });
    return { id: kept, again: kept !== id };
  }
}
