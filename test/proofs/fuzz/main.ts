// Hostile bodies, pushes gone astray, and transfers sent again and again, to a program with a PostgreSQL of its own:
// `npm run fuzz -- --help`. Each part ends with what was sent, what came of it, and a verdict.
import 'reflect-metadata';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { createApp } from '../../../src/app.js';
import { readConfig } from '../../../src/config/config.js';
import { Database } from '../../../src/database/database.js';
import { progress } from '../../support/progress.js';
import { fuzz, type FuzzReport, type FuzzTarget } from './fuzz.js';
import { charsets, jsonTestSuite, mutations, naughtyStrings } from './hostile-bodies.js';
import { misdirect } from './misdirections.js';
import { resend } from './resends.js';

const { count, misdirected, transfers, seed } = new Command('npm run fuzz --')
  .option('--count <n>', 'how many mutations', Number, 100_000)
  .option('--misdirected <n>', 'how many pushes by other methods and to other paths', Number, 2_000)
  .option('--transfers <n>', 'how many transfers are sent 2 to 5 times each', Number, 30_000)
  .option('--seed <n>', 'the same seed gives the same bodies', Number, 1)
  .parse()
  .opts<Record<'count' | 'misdirected' | 'transfers' | 'seed', number>>();

interface Part {
  name: string;
  /** How many pushes it sends; about, where chance decides. */
  of: number;
  send: (target: FuzzTarget) => Promise<FuzzReport>;
}

const bodies = (name: string, make: () => Iterable<Buffer>, of = lengthOf(make())): Part => ({
  name,
  of,
  send: (target) => fuzz(make(), target),
});

const PARTS: Part[] = [
  bodies('JSON test suite', jsonTestSuite),
  bodies('naughty strings', naughtyStrings),
  bodies('charsets', charsets),
  bodies(`${count} mutations (seed ${seed})`, () => mutations(count, seed), count),
  {
    name: 'other methods and paths',
    of: misdirected,
    send: (target) => misdirect(misdirected, seed, target),
  },
  {
    name: `${transfers} transfers sent 2 to 5 times each, shuffled, from 32 connections`,
    of: transfers * 3.5,
    send: (target) => resend(transfers, seed, target),
  },
];

function lengthOf(things: Iterable<unknown>): number {
  let length = 0;
  for (const _ of things) length += 1;
  return length;
}

const folder = mkdtempSync(join(tmpdir(), 'handoff-fuzz-'));
chmodSync(folder, 0o755); // root's PostgreSQL runs as another user
const app = await createApp(readConfig({ DATA_DIR: folder, PORT: '0', SIMULATION: 'on' }), false);
await app.listen(0, '127.0.0.1');
const { port } = app.getHttpServer().address() as AddressInfo;
const began = Date.now();
const secondsSince = (start: number) => Math.round((Date.now() - start) / 1000);
let wrong = 0;

try {
  for (const { name, of, send } of PARTS) {
    const start = Date.now();
    const report = await send({ port, database: app.get(Database), progress: progress(name, of) });
    console.log(`${name}: ${report.sent} pushes in ${secondsSince(start)} s`);
    console.table(report.answers);
    for (const line of report.wrong.slice(0, 20)) console.log(line);
    console.log(report.wrong.length === 0 ? 'nothing wrong\n' : `${report.wrong.length} WRONG\n`);
    wrong += report.wrong.length;
  }
  console.log(`${wrong === 0 ? 'nothing wrong' : `${wrong} WRONG`} in all, in ${secondsSince(began)} s`);
} finally {
  // Whatever happened: a PostgreSQL of our own outlives us otherwise.
  await app.close();
  rmSync(folder, { recursive: true });
}
process.exitCode = wrong === 0 ? 0 : 1;
