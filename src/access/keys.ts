import { Injectable } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import { type KeptKey, KeyStore } from './key.store.js';
import { hashOf, idOf } from './key.js';

/** How old the list may be, in ms: every program knows of a new or revoked key within this time. */
const FRESH = 1_000;

/**
 * Every valid key, in memory, so that a request costs no query. Of wrong keys nothing is kept: however many
 * are tried, no memory is used and the database is not asked.
 */
@Injectable()
export class Keys {
  private byId = new Map<string, KeptKey>();
  private made = false;
  private readAt = -Infinity;
  private reading: Promise<void> | null = null;

  constructor(private readonly store: KeyStore) {}

  get status() {
    return { valid: this.byId.size };
  }

  /** Whether any key is valid. */
  async any(): Promise<boolean> {
    await this.refresh();
    return this.byId.size > 0;
  }

  /** Whether anybody ever made a key, revoked or not: from then on reading on loopback needs one. */
  async everMade(): Promise<boolean> {
    await this.refresh();
    return this.made;
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

  /**
   * With the database away, the last list stays in use: nobody can change it then. @throws without a list.
   */
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
    this.made = keys.length > 0 || (await this.store.everMade());
    this.byId = new Map(keys.map((key) => [key.id, key]));
    this.readAt = Date.now();
  }
}
