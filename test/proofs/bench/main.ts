// How fast is it, beside what? `npm run bench -- --help`. Everything in one run on one machine, in interleaved rounds, so
// that the ratios hold where the figures themselves do not.
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { createCluster } from '../../support/postgres/cluster.js';
import { measure } from './rounds.js';
import { ratios, table } from './table.js';

const counts = (list: string) => list.split(',').map(Number);
const options = new Command('npm run bench --')
  .option('--rounds <n>', 'interleaved rounds; the median counts', Number, 3)
  .option('--seconds <n>', 'of each contestant in each round', Number, 5)
  .option(
    '--connections <list>',
    'that send at the same time; each contestant has its best',
    counts,
    [64, 256],
  )
  .option('--only <letters>', 'contestants; d is D by the plain controller', 'ABCDd')
  .option('--long <n>', 'then so many events through D, to see whether it slows down or grows', Number, 0)
  .option('--json <file>', 'where the figures go', 'bench.json')
  .parse()
  .opts<{
    rounds: number;
    seconds: number;
    connections: number[];
    long: number;
    only: string;
    json: string;
  }>();

process.once('SIGINT', () => process.exit(130));
const folder = mkdtempSync(join(tmpdir(), 'handoff-bench-'));
const cluster = await createCluster();
try {
  const amount = { seconds: options.seconds };
  const figures = await measure({ ...options, amount, cluster, folder, say: (line) => console.error(line) });
  console.log(table(figures));
  await writeFile(
    options.json,
    `${JSON.stringify(
      {
        at: new Date(),
        machine: {
          cpu: cpus()[0]?.model,
          cores: availableParallelism(),
          node: process.version,
          load: loadavg(),
        },
        options,
        ratios: ratios(figures),
        figures,
      },
      null,
      2,
    )}\n`,
  );
  console.log(`\nThe figures are in ${options.json}.`);
} finally {
  await cluster.remove();
  rmSync(folder, { recursive: true });
}
