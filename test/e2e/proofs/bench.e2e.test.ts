import { expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure, median } from '../../proofs/bench/rounds.js';
import { table } from '../../proofs/bench/table.js';
import { createCluster } from '../../support/postgres/cluster.js';

it('the benchmark runs every contestant in both connection modes, and finds in the database what it counted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-bench-'));
  const cluster = await createCluster();
  try {
    // Counted, not timed: a rate needs seconds of a quiet machine, and what is checked here does not.
    const size = { rounds: 1, amount: { events: 64 }, connections: [8], long: 0 };
    const figures = await measure({ ...size, only: 'ABCDd', cluster, folder, say: () => {} });
    for (const mode of ['keep-alive', 'connection per event'] as const)
      for (const letter of ['A', 'C', 'D', 'd'])
        expect(median(figures.samples, letter, mode).perSecond).toBeGreaterThan(0);
    expect(figures.steady!.p99).toBeGreaterThan(0);
    expect(table(figures)).toMatch(/B  pgbench|no pgbench here/);
  } finally {
    await cluster.remove();
    rmSync(folder, { recursive: true });
  }
}, 90_000);
