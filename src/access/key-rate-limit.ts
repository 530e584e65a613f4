import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Problem } from '../http/problem.filter.js';

/** Limits each key to READS_PER_SECOND, with bursts of two seconds' worth. Keeps one number per key. */
@Injectable()
export class KeyRateLimit {
  /** When each key's allowance will be whole again, in ms. */
  private readonly wholeAt = new Map<string, number>();

  constructor(private readonly config: Config) {}

  /** @throws Problem 429 beyond the limit. */
  count(key: string, now = Date.now()): void {
    const wholeAt = Math.max(now, this.wholeAt.get(key) ?? 0) + 1000 / this.config.readsPerSecond;
    if (wholeAt - now > 2000)
      throw new Problem(
        429,
        `At most ${this.config.readsPerSecond} requests a second with one key.`,
        {},
        { 'Retry-After': '1' },
      );
    this.wholeAt.set(key, wholeAt);
  }
}
