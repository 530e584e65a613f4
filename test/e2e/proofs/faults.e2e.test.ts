import { describe, expect, it } from '@jest/globals';
import { run } from '../../proofs/faults/run.js';

const settings = { senders: 16, perSecond: 300, say: () => {} };

describe('200 means committed', () => {
  it('every event answered 200 is there once, with its members and its bytes, and reports are what their rows are, after kill -9 of the program and of PostgreSQL', async () => {
    const { answered, statuses, wrong } = await run({
      ...settings,
      faults: [
        'kill -9 of the program',
        'kill -9 and restart of PostgreSQL',
        'kill -9 of the program',
        'the database away for 5 s',
        'kill -9 of a connection',
      ],
    });
    expect(wrong).toEqual({});
    expect(answered).toBeGreaterThan(300);
    expect(Object.keys(statuses).sort()).toEqual(['200', '503', 'none']);
  }, 60_000);

  it('a program that answers before its commit is caught by the same check', async () => {
    const { wrong } = await run({
      ...settings,
      faults: ['kill -9 of the program', 'kill -9 of the program'],
      preload: './test/proofs/faults/lying.mjs',
    });
    expect(wrong['answered 200 and lost']?.count).toBeGreaterThan(0);
  }, 60_000);
});
