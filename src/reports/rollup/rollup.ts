import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { RollupStore } from './rollup.store.js';

/** How long a round that has begun is waited for at the end. */
const LAST_ROUND_MS = 500;
const EVERY_MS = 60_000;
const DAYS_AT_ONCE = 7;
const REST_MS = 200;

/** Keeps the rollups up to date, in the background. Without it reports are right, only slower. */
@Injectable()
export class Rollup implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger('Rollup');
  private readonly stop = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly store: RollupStore) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.stop.abort();
    await Promise.race([this.running, pause(LAST_ROUND_MS)]); // a database that hangs holds nobody up
  }

  private async run(): Promise<void> {
    const { signal } = this.stop;
    while (!signal.aborted) {
      const more = await this.store.roll(DAYS_AT_ONCE).catch((error: Error) => {
        this.log.warn(`Days could not be rolled up, and reports go to the rows: ${error.message}`);
        return false;
      });
      await pause(more ? REST_MS : EVERY_MS, null, { signal }).catch(() => {});
    }
  }
}
