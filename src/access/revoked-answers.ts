import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { Keys } from './keys.js';

/** How often the keys of answers that last are checked, in ms. */
const CHECK_MS = 500;

/**
 * Breaks off every answer whose key is revoked while it is sent: a stream never ends by itself, and an export ends when
 * its client likes. With the second for which `Keys` may use a list, that takes less than two.
 */
@Injectable()
export class RevokedAnswers implements OnModuleInit, OnModuleDestroy {
  private readonly keyOf = new Map<ServerResponse, string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly keys: Keys) {}

  onModuleInit() {
    this.timer = setInterval(() => void this.endRevoked(), CHECK_MS).unref();
  }

  onModuleDestroy() {
    clearInterval(this.timer);
  }

  /** Follows the answer to a request with this key until it is sent. */
  follow(res: ServerResponse, key: string): void {
    this.keyOf.set(res, key);
    res.once('close', () => this.keyOf.delete(res));
  }

  /** Without a list of keys nothing ends: with the database away nobody can revoke one. */
  private async endRevoked(): Promise<void> {
    for (const [res, key] of this.keyOf) {
      const kept = await this.keys.named(key).catch(() => undefined);
      if (kept === null) res.destroy();
    }
  }
}
