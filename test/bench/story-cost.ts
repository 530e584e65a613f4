// What do stories cost? `node --import ./test/support/typescript.mjs test/bench/story-cost.ts without/dist/main.js dist/main.js`
// sends the same simulated calls, with 100 other events per transfer, to programs side by side, in interleaved rounds.
import autocannon from 'autocannon';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { simulate, type SimulatedEvent } from '../../src/simulator/simulate.js';
import { createCluster } from '../support/cluster.js';
import { startProgram } from '../support/program.js';
import { cpuSeconds, cpuSecondsOfAll } from '../support/usage.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '4' },
    seconds: { type: 'string', default: '4' },
    connections: { type: 'string', default: '64' },
    calls: { type: 'string', default: '1200' },
  },
});

const events: SimulatedEvent[] = [
  ...simulate({ seed: 5, calls: Number(values.calls), dialect: 'mixed', noise: 100, zone: 'Europe/Madrid' })
    .events,
];
console.log(
  `${events.length} events, ${events.filter(({ event }) => event.what === 'transfer').length} transfers`,
);

const cluster = await createCluster();
try {
  const contestants = await Promise.all(
    positionals.map(async (path, n) => {
      // Empty: each program brings its own schema.
      const administrator = new Client({ connectionString: cluster.url('postgres') });
      await administrator.connect();
      await administrator.query(`CREATE DATABASE program_${n}`);
      await administrator.end();
      const url = cluster.url(`program_${n}`);
      return {
        path,
        database: url,
        next: 0,
        rates: [] as number[],
        ...(await startProgram([path], { DATABASE_URL: url, SIMULATION: 'on' })),
      };
    }),
  );
  for (let round = 0; round < Number(values.rounds); round++)
    for (const one of round % 2 ? contestants.toReversed() : contestants) {
      const before = [cpuSeconds(one.pid), cpuSecondsOfAll(await cluster.pid())] as const;
      const result = await autocannon({
        url: one.url,
        connections: Number(values.connections),
        duration: Number(values.seconds),
        requests: [
          {
            method: 'POST',
            path: '/',
            setupRequest: (request) => {
              const { at, body } = events[one.next++ % events.length]!;
              return {
                ...request,
                body,
                headers: { connection: 'keep-alive', 'x-simulated-at': at.toISOString() },
              };
            },
          },
        ],
      });
      const perSecond = result['2xx'] / result.duration;
      if (one.next > events.length) console.log('  (went round: give more --calls)');
      one.rates.push(perSecond);
      const cpu = (seconds: number) => Math.round((seconds / result['2xx']) * 1e6);
      console.log(
        `round ${round + 1}: ${one.path}: ${Math.round(perSecond)} events a second, p99 ${result.latency.p99} ms, ` +
          `${cpu(cpuSeconds(one.pid) - before[0])} + ${cpu(cpuSecondsOfAll(await cluster.pid()) - before[1])} us of CPU (program, PostgreSQL), ` +
          `${result.non2xx} refused`,
      );
    }
  for (const { path, rates, database } of contestants) {
    const median = rates.toSorted((a, b) => a - b)[Math.floor(rates.length / 2)]!;
    const client = new Client({ connectionString: database });
    await client.connect();
    const { rows } = await client.query<{ transfers: number; told: number; events: number }>(
      `SELECT count(*)::int AS transfers, count(story_basis)::int AS told, (SELECT count(*)::int FROM recorded_events) AS events FROM transfers`,
    );
    await client.end();
    console.log(`${path}: median ${Math.round(median)} events a second`, rows[0]);
  }
  await Promise.all(contestants.map((one) => one.stop()));
} finally {
  await cluster.remove();
}
