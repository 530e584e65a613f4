// Hostile bodies, and transfers sent again and again, to a program with a PostgreSQL of its own: `npm run fuzz -- --help`.
import 'reflect-metadata';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { createApp } from '../../../src/app.js';
import { readConfig } from '../../../src/config/config.js';
import { Database } from '../../../src/database/database.js';
import { fuzz } from './fuzz.js';
import { resend } from './resends.js';
import { charsets, jsonTestSuite, mutations, naughtyStrings } from './hostile-bodies.js';
import { misdirect } from './misdirections.js';

const { count, misdirected, seed } = new Command('npm run fuzz --')
  .option('--count <n>', 'how many hostile bodies, and how many transfers', Number, 100_000)
  .option('--misdirected <n>', 'how many pushes by other methods and to other paths', Number, 2_000)
  .option('--seed <n>', 'the same seed gives the same bodies', Number, 1)
  .parse()
  .opts<Record<'count' | 'misdirected' | 'seed', number>>();
const folder = mkdtempSync(join(tmpdir(), 'handoff-fuzz-'));
chmodSync(folder, 0o755); // root's PostgreSQL runs as another user

const app = await createApp(readConfig({ DATA_DIR: folder, PORT: '0', SIMULATION: 'on' }), false);
await app.listen(0, '127.0.0.1');
const { port } = app.getHttpServer().address() as AddressInfo;
let wrong = 0;

try {
  for (const [name, bodies] of Object.entries({
    'JSON test suite': jsonTestSuite(),
    'naughty strings': naughtyStrings(),
    charsets: charsets(),
    [`${count} mutations (seed ${seed})`]: mutations(count, seed),
  })) {
    const begun = Date.now();
    const report = await fuzz(bodies, {
      port,
      database: app.get(Database),
      progress: (sent) => sent % 1000 === 0 && process.stderr.write(`\r${name}: ${sent} sent`),
    });
    process.stderr.write('\r');
    console.log(`${name}: ${report.sent} bodies in ${Math.round((Date.now() - begun) / 1000)} s`);
    console.table(report.answers);
    console.log(report.wrong.length === 0 ? 'nothing wrong\n' : report.wrong.join('\n'));
    wrong += report.wrong.length;
  }

  const strays = await misdirect(misdirected, seed, { port, database: app.get(Database) });
  console.log(`${strays.sent} pushes by other methods and to other paths`);
  console.table(strays.answers);
  console.log(strays.wrong.length === 0 ? 'nothing wrong\n' : strays.wrong.slice(0, 20).join('\n'));
  wrong += strays.wrong.length;

  const resent = await resend(count, {
    port,
    database: app.get(Database),
    progress: (sent) => sent % 1000 === 0 && process.stderr.write(`\rre-sends: ${sent} sent`),
  });
  console.log(`\r${count} transfers sent 2 to 5 times each, shuffled, from 32 connections`);
  console.table(resent);
  wrong += resent.strayed + resent.notOnce + Math.abs(resent.transfers - count);
} finally {
  // Whatever happened: a PostgreSQL of our own outlives us otherwise.
  await app.close();
  rmSync(folder, { recursive: true });
}
process.exitCode = wrong === 0 ? 0 : 1;
