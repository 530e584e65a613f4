import { afterAll, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure, median } from '../../proofs/bench/rounds.js';
import { table } from '../../proofs/bench/table.js';
import { testServer } from '../../support/postgres/database.js';

const cluster = testServer();
const folder = mkdtempSync(join(tmpdir(), 'handoff-bench-'));
afterAll(async () => {
  await cluster.dropDatabases();
  rmSync(folder, { recursive: true });
});

it('the benchmark runs every contestant in both connection modes, and finds in the database what it counted', async () => {
  // Counted, not timed: a rate needs seconds of a quiet machine, and what is checked here does not.
  const size = { rounds: 1, amount: { events: 16 }, connections: [4], long: 0 };
  const figures = await measure({ ...size, only: 'ABCDd', cluster, folder, say: () => {} });
  for (const mode of ['keep-alive', 'connection per event'] as const)
    for (const letter of ['A', 'C', 'D', 'd'])
      expect(median(figures.samples, letter, mode).perSecond).toBeGreaterThan(0);
  expect(figures.steady!.p99).toBeGreaterThan(0);
  expect(table(figures)).toMatch(/B  pgbench|no pgbench here/);
});
