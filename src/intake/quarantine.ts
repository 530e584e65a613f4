import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { QuarantineStore } from '../store/quarantine-store.js';
import type { Fault } from './dialects/dialect.js';
import type { Delivery } from './intake.js';

/** What was refused, byte for byte, with where it came from, why, and how often. */
@Injectable()
export class Quarantine {
  constructor(private readonly store: QuarantineStore) {}

  /** `again`: this very body had been refused before; it is counted, not kept twice. */
  async keep(
    { raw, contentType, source, at }: Delivery,
    errors: Fault[],
  ): Promise<{ id: string; again: boolean }> {
    const id = uuidv7();
    const digest = createHash('sha256').update(raw).digest();
    const kept = await this.store.keep({
      id,
      digest,
      contentType,
      source,
      errors,
      at,
      body: raw,
    });
    return { id: kept, again: kept !== id };
  }
}
