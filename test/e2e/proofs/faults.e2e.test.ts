import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../../proofs/faults/run.js';
import { createCluster, type TestCluster } from '../../support/postgres/cluster.js';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await createCluster();
});
afterAll(() => cluster?.remove());

// The whole of it is `npm run faults`, which also looks at how long answers take.
const settings = { senders: 16, perSecond: 200, timed: false, say: () => {} };

describe('200 means committed', () => {
  it('every event answered 200 is there once, with its members and its bytes, and reports are what their rows are, after kill -9 of the program and of PostgreSQL', async () => {
    const { answered, statuses, wrong } = await run({
      ...settings,
      cluster,
      faults: [
        'kill -9 of the program',
        'kill -9 and restart of PostgreSQL',
        'the database away until 100 events are refused',
        'kill -9 of a connection',
      ],
    });
    expect(wrong).toEqual({});
    expect(answered).toBeGreaterThan(300);
    expect(Object.keys(statuses).sort()).toEqual(['200', '503', 'none']);
  });

  it('a program that answers before its commit is caught by the same check', async () => {
    const { wrong } = await run({
      ...settings,
      cluster,
      faults: ['kill -9 of the program'],
      preload: './test/proofs/faults/answers-before-commit.mjs',
    });
    expect(wrong['answered 200 and lost']?.count).toBeGreaterThan(0);
  });
});
