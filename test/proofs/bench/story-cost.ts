// What do stories cost? `node --import ./test/support/tools/typescript.mjs test/proofs/bench/story-cost.ts` sends the same simulated
// calls, with 100 other events per transfer, to the program with and without its story worker, each on a PostgreSQL of its
// own, in alternating rounds. A machine that is shared makes single rates worthless: what counts is the median of the
// ratios of neighbouring rounds, and the CPU that an event costs, stories that are still to be computed included.
import autocannon from 'autocannon';
import { Command } from 'commander';
import { Client } from 'pg';
import { simulate, type SimulatedEvent } from '../../../src/simulator/simulate.js';
import { createCluster } from '../../support/postgres/cluster.js';
import { startProgram } from '../../support/program.js';
import { storiesComputed } from '../../support/stories/read-stories.js';
import { cpuSeconds, cpuSecondsOfAll } from '../../support/process-usage.js';

const values = new Command('story-cost')
  .option('--rounds <n>', 'of each, in turn', Number, 8)
  .option('--seconds <n>', 'of each round', Number, 5)
  .option('--connections <n>', 'at once', Number, 64)
  .option('--calls <n>', 'how many different calls are sent', Number, 2400)
  .parse()
  .opts<Record<'rounds' | 'seconds' | 'connections' | 'calls', number>>();

const events: SimulatedEvent[] = [
  ...simulate({ seed: 5, calls: values.calls, dialect: 'mixed', noise: 100, zone: 'Europe/Madrid' }).events,
];
const transfers = events.filter(({ event }) => event.what === 'transfer').length;
console.log(`${events.length} events, ${transfers} transfers`);

interface Round {
  perSecond: number;
  /** In µs per event. */
  program: number;
  postgres: number;
}

async function contestant(name: string, args: string[]) {
  const cluster = await createCluster();
  const url = await cluster.createDatabase('handoff');
  const program = await startProgram(args, { DATABASE_URL: url, SIMULATION: 'on' });
  const client = new Client({ connectionString: url });
  await client.connect();
  const stories = name === 'with';
  let next = 0;
  return {
    name,
    rounds: [] as Round[],
    async round(): Promise<Round> {
      const postmaster = await cluster.pid();
      const before = [cpuSeconds(program.pid), cpuSecondsOfAll(postmaster)] as const;
      const result = await autocannon({
        url: program.url,
        connections: values.connections,
        duration: values.seconds,
        requests: [
          {
            method: 'POST',
            path: '/',
            setupRequest: (request) => {
              const { at, body } = events[next++ % events.length]!;
              const headers = { connection: 'keep-alive', 'x-simulated-at': at.toISOString() };
              return { ...request, body, headers };
            },
          },
        ],
      });
      if (next > events.length) throw new Error('All events were sent: give more --calls');
      if (result.non2xx > 0) throw new Error(`${result.non2xx} were refused`);
      if (stories) await storiesComputed(async (text) => (await client.query(text)).rows, 30_000);
      const each = (seconds: number) => (seconds / result['2xx']) * 1e6;
      return {
        perSecond: result['2xx'] / result.duration,
        program: each(cpuSeconds(program.pid) - before[0]),
        postgres: each(cpuSecondsOfAll(postmaster) - before[1]),
      };
    },
    async stop() {
      const { rows } = await client.query<{ transfers: number; withStory: number }>(
        'SELECT count(*)::int AS transfers, count(changed_tx)::int AS "withStory" FROM transfers',
      );
      console.log(`${name}: ${rows[0]!.withStory} of ${rows[0]!.transfers} transfers have a story`);
      await client.end();
      await program.stop();
      await cluster.remove();
    },
  };
}

const median = (numbers: number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;

const without = await contestant('without', [
  '--import',
  './test/proofs/bench/without-stories.mjs',
  'dist/main.js',
]);
const computing = await contestant('with', ['dist/main.js']);
try {
  for (let round = 0; round < values.rounds; round++)
    for (const one of round % 2 ? [computing, without] : [without, computing]) {
      const figures = await one.round();
      one.rounds.push(figures);
      const { perSecond, program, postgres } = figures;
      console.log(
        `round ${round + 1}, ${one.name} stories: ${Math.round(perSecond)} events a second, ` +
          `${Math.round(program)} + ${Math.round(postgres)} us of CPU (program, PostgreSQL)`,
      );
    }
  const ratios = computing.rounds.map(({ perSecond }, n) => perSecond / without.rounds[n]!.perSecond);
  const cpu = ({ rounds }: { rounds: Round[] }) =>
    median(rounds.map(({ program, postgres }) => program + postgres));
  console.log(
    `rate with stories over rate without: median ${median(ratios).toFixed(2)} ` +
      `(${ratios.map((ratio) => ratio.toFixed(2)).join(' ')})`,
  );
  console.log(
    `CPU per event: median ${Math.round(cpu(without))} us without, ${Math.round(cpu(computing))} us with: ` +
      `${(cpu(without) / cpu(computing)).toFixed(2)} of the events for the same work`,
  );
} finally {
  await computing.stop();
  await without.stop();
}
