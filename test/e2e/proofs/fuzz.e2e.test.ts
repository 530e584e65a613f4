import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../../src/database/database.js';
import { fuzz } from '../../proofs/fuzz/fuzz.js';
import { jsonTestSuite, mutations, naughtyStrings } from '../../proofs/fuzz/hostile-bodies.js';
import { resend } from '../../proofs/fuzz/resends.js';
import { startApp } from '../../support/app.js';

let app: Awaited<ReturnType<typeof startApp>>;
beforeAll(async () => {
  app = await startApp({ SIMULATION: 'on' });
});
afterAll(() => app?.stop());

const target = () => ({ port: app.port, database: app.app.get(Database), progress: () => {} });

/** Every so many of a long list. */
function* some(bodies: Iterable<Buffer>, every: number) {
  let n = 0;
  for (const body of bodies) if (n++ % every === 0) yield body;
}

// The whole of it is `npm run fuzz`.
describe('whatever is sent through the door is answered as the API promises, and what is refused is kept byte for byte', () => {
  it.each<[string, Iterable<Buffer>, string]>([
    ["JSONTestSuite's bodies", jsonTestSuite(), '400 refused'],
    ['naughty strings in the texts of every dialect', some(naughtyStrings(), 211), '200 stored'],
    ['mutations', mutations(500, Date.now()), '400 refused'],
  ])('%s', async (_, bodies, common) => {
    const report = await fuzz(bodies, target());
    expect(report.wrong).toEqual([]);
    expect(report.answers[common]).toBeGreaterThan(100);
  });

  it('a transfer that is sent 2 to 5 times, shuffled, from 32 connections, is there once and always answered with its first id', async () => {
    const report = await resend(200, 200, target());
    expect(report.wrong).toEqual([]);
    expect(report.answers['200 stored']).toBe(200);
    expect(report.sent).toBeGreaterThan(400);
  });
});
