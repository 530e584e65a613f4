import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { proveBackup } from '../../proofs/faults/backup-under-load.js';
import { run } from '../../proofs/faults/run.js';
import { released } from '../../proofs/faults/starts/old-database.js';
import { openPlaces, type Places } from '../../proofs/faults/starts/places.js';
import type { Round } from '../../proofs/faults/starts/plan.js';
import { inItsPlace, undisturbedStarts } from '../../proofs/faults/starts/prove-starts.js';
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

// The whole of it, embedded and with power cuts, is `npm run faults -- starts`.
describe('an installation is kept', () => {
  const STORY = 7;
  let places: Places;
  let undisturbed: Awaited<ReturnType<typeof undisturbedStarts>>;
  beforeAll(async () => {
    places = await openPlaces(cluster);
    undisturbed = await undisturbedStarts(
      places,
      (await released()).map(({ name }) => name),
    );
  });
  afterAll(() => places?.close());

  it.each<[string, string, Pick<Round, 'migrations' | 'blow' | 'moment'>]>([
    [
      'in a migration with which PostgreSQL goes on',
      'migration begun',
      { migrations: STORY, blow: 'KILL', moment: { at: 'in', migration: STORY + 1, goesOn: true } },
    ],
    [
      'after a migration, before its row is finished',
      'migration there, its row unfinished',
      { migrations: STORY, blow: 'TERM', moment: { at: 'after', migration: STORY + 2, goesOn: false } },
    ],
  ])('when a start is stopped %s', async (_, stage, round) => {
    const expected = await undisturbed('external', round.migrations);
    const outcome = await inItsPlace(places, { n: 1, kind: 'external', ...round }, expected);
    expect(outcome).toEqual({ stage: { name: stage, migration: expect.any(Number) }, wrong: [] });
  });

  // Embedded too, and with many more calls: `npm run faults -- backup`.
  it('a backup taken under full load is, restored, the same to the row, with its stories', async () => {
    expect(await proveBackup(places, 'external', 20)).toEqual([]);
  });
});
