import { Injectable } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import { type KeptKey, KeyStore } from './key.store.js';
import { hashOf, idOf } from './key.js';

/** How old the list may be, in ms: a key that is made or revoked anywhere counts everywhere within this time. */
const FRESH = 2_000;

/**
 * Every valid key, in memory, so that a request costs no query. What a stranger sends is looked up and forgotten:
 * however many keys are tried, nothing grows and the database is not asked.
 */
@Injectable()
export class Keys {
  private byId = new Map<string, KeptKey>();
  private readAt = -Infinity;
  private reading: Promise<void> | null = null;

  constructor(private readonly store: KeyStore) {}

  get status() {
    return { valid: this.byId.size };
  }

  /** Whether anybody made a key: from then on reading needs one. */
  async any(): Promise<boolean> {
    await this.refresh();
    return this.byId.size > 0;
  }

  /** The valid key that this text is; null where it is none. */
  async find(text: string): Promise<KeptKey | null> {
    const kept = await this.named(idOf(text) ?? '');
    return kept && timingSafeEqual(kept.hash, hashOf(text)) ? kept : null;
  }

  async named(id: string): Promise<KeptKey | null> {
    await this.refresh();
    return this.byId.get(id) ?? null;
  }

  /** With the database away, the list read last goes on: nobody could have changed it. @throws where none was ever read. */
  private async refresh(): Promise<void> {
    if (Date.now() - this.readAt < FRESH) return;
    this.reading ??= this.read().finally(() => (this.reading = null));
    try {
      await this.reading;
    } catch (error) {
      if (this.readAt === -Infinity) throw error;
    }
  }

  /** Reads the list now, whatever its age. */
  async read(): Promise<void> {
    const keys = await this.store.valid();
    this.byId = new Map(keys.map((key) => [key.id, key]));
    this.readAt = Date.now();
  }
}
