// How long do reports of a month take over ten million members, beside the same SQL over the rows, and how soon does the
// page show a day? `npm run bench:reports -- --help`.
import { availableParallelism, cpus, loadavg } from 'node:os';
import { Command } from 'commander';
import type { Config } from '../../../src/config/config.js';
import { FiguresReader } from '../../../src/reports/sql/figures.reader.js';
import type { By } from '../../../src/reports/dimensions/dimensions.js';
import type { Bounded } from '../../../src/reports/dimensions/dimension.js';
import { EVERYTHING } from '../../../src/transfer/visibility.js';
import { Database } from '../../../src/database/database.js';
import { RollupStore } from '../../../src/reports/rollup/rollup.store.js';
import { ReplicaReads } from '../../../src/database/replica-reads.js';
import { chromiumPath, startBrowser } from '../../support/browser.js';
import { startProgram } from '../../support/program.js';
import { filledCluster } from './fill.js';

const options = new Command('npm run bench:reports --')
  .option('--transfers <n>', 'how many in a year; three members each', Number, 3_400_000)
  .option('--rounds <n>', 'of each question', Number, 5)
  .option('--data <folder>', 'where the filled database stays for the next run; default: it goes')
  .parse()
  .opts<{ transfers: number; rounds: number; data?: string }>();

/** A month of a zone whose days are not those of UTC. */
const MONTH: Bounded = {
  from: new Date('2026-09-30T22:00:00Z'),
  to: new Date('2026-10-31T23:00:00Z'),
  tz: 'Europe/Madrid',
  role: 'any',
  reported: true,
  visibility: EVERYTHING,
};

const cluster = await filledCluster(options.transfers, options.data);
try {
  const url = cluster.url('bench');
  console.log(`${cpus()[0]?.model}, ${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)}`);
  await month(url);
  if (chromiumPath) await firstView(url);
} finally {
  await cluster.remove();
}

async function month(url: string) {
  const database = new Database(url);
  const store = new RollupStore(database);
  const replicaReads = new ReplicaReads(database, { databaseReplicaUrls: [] as string[] } as Config);
  const reader = new FiguresReader(replicaReads);
  console.error('Rolling up …');
  while (await store.roll(10));
  console.log('\na month by       rolled up, ms   from the rows, ms   times as fast (medians)');
  for (const by of ['ext', 'target', 'day', 'weekday-hour', 'pbx'] as By[]) {
    const times: Record<'count' | 'countRows', number[]> = { count: [], countRows: [] };
    for (let round = 0; round < options.rounds; round += 1)
      for (const way of ['count', 'countRows'] as const)
        times[way].push(await timed(() => reader[way](by, MONTH)));
    const [kept, rows] = [median(times.count), median(times.countRows)];
    console.log(
      `${by.padEnd(16)}${kept.toFixed(0).padStart(14)}${rows.toFixed(0).padStart(20)}${(rows / kept).toFixed(1).padStart(16)}`,
    );
  }
  await database.onApplicationShutdown();
}

/** A day of a zone in which no day of UTC lies whole: as today, it comes from the rows. */
async function firstView(url: string) {
  const program = await startProgram(['dist/main.js'], { DATABASE_URL: url, TIME_ZONE: 'UTC' });
  const browser = await startBrowser();
  const times: number[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    times.push(
      await timed(async () => {
        await page.goto(`${program.url}/?from=2026-10-15&to=2026-10-15&tz=Pacific/Auckland`);
        await page.waitForSelector('.cell', { state: 'attached' });
        await page.waitForFunction(() => !document.querySelector('.waiting'));
      }),
    );
    await page.close();
  }
  console.log(`\nthe page's first view of a day: ${median(times).toFixed(0)} ms (median of ${times.length})`);
  await browser.close();
  await program.stop();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
}
