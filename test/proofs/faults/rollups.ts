import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '../../../src/config/config.js';
import { FiguresReader } from '../../../src/reports/sql/figures.reader.js';
import { BY } from '../../../src/reports/dimensions/dimensions.js';
import type { Bounded } from '../../../src/reports/dimensions/dimension.js';
import { isRolled } from '../../../src/reports/rollup/rollup.reader.js';
import { EVERYTHING } from '../../../src/transfer/visibility.js';
import { Database } from '../../../src/database/database.js';
import { RollupStore } from '../../../src/reports/rollup/rollup.store.js';
import { ReplicaReads } from '../../../src/database/replica-reads.js';

const DAY = 86_400_000;
const EVERY_MS = 300;

/** What is rolled up while faults happen, today included, must be what a recomputation gives. */
export function startRolling(url: string) {
  const database = new Database(url);
  const store = new RollupStore(database);
  const replicaReads = new ReplicaReads(database, { databaseReplicaUrls: [] as string[] } as Config);
  const reader = new FiguresReader(replicaReads);
  const tomorrow = new Date(Date.now() + DAY);
  const stop = new AbortController();
  let rounds = 0;

  async function roll() {
    while (await store.roll(9, tomorrow));
    rounds += 1;
  }

  async function rolling() {
    while (!stop.signal.aborted) {
      await roll().catch(() => {}); // the database may be away
      await pause(EVERY_MS, null, { signal: stop.signal }).catch(() => {});
    }
  }
  const running = rolling();

  /** The reports that differ from one made of the rows. */
  async function wrong(when: string): Promise<string[]> {
    const filter: Bounded = {
      from: new Date(tomorrow.getTime() - 3 * DAY),
      to: new Date(tomorrow.getTime() + DAY),
      tz: 'UTC',
      role: 'any',
      reported: true,
      visibility: EVERYTHING,
    };
    const found: string[] = [];
    for (const by of BY.filter((one) => isRolled(one, filter))) {
      const both = await Promise.all([reader.count(by, filter), reader.countRows(by, filter)]);
      const [kept, counted] = both.map(({ totals, groups }) =>
        JSON.stringify([totals, groups.map((group) => JSON.stringify(group)).sort()]),
      );
      if (kept !== counted) found.push(`a report by ${by} is not what its rows are, ${when}`);
    }
    return found;
  }

  return {
    /** Ends it, once nothing is written any more. */
    async check(): Promise<string[]> {
      stop.abort();
      await running;
      const found = rounds > 0 ? [] : ['nothing could be rolled up'];
      found.push(...(await wrong('as it was rolled up')));
      await roll();
      found.push(...(await wrong('after the last round')));
      await store.reset();
      await roll();
      found.push(...(await wrong('built anew')));
      return found;
    },
    async close() {
      stop.abort();
      await running;
      await database.onApplicationShutdown();
    },
  };
}
