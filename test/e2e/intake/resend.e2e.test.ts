import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApp } from '../../../src/app.js';
import { readConfig } from '../../../src/config/config.js';
import { Intake } from '../../../src/intake/pipeline.js';
import { Random } from '../../../src/simulator/random.js';
import { startApp } from '../../support/app.js';
import { countLiterally } from '../../support/literal-rule.js';
import { type RandomCall, randomCalls } from '../../support/random-call.js';

/** Those of which not every transfer is there once. */
const wrongCalls = (calls: RandomCall[], counts: Map<string, number>) =>
  calls.flatMap(({ transfers, pushes }, n) => {
    const found = counts.get(`1795510800.${n}`) ?? 0;
    return found === transfers ? [] : [{ found, were: transfers, pushes }];
  });

const CALLS = Number(process.env['RESEND_CALLS'] ?? 50);

describe('any calls, whose transfers come again in seconds to half an hour', () => {
  let app: Awaited<ReturnType<typeof startApp>>;
  beforeAll(async () => {
    app = await startApp({}, { stories: 'written' });
  });
  afterAll(() => app?.stop());

  it('every transfer is kept once, however it comes again, and none is lost; also across a restart', async () => {
    const seed = Date.now() % 1_000_000;
    const { calls, pushes } = randomCalls(CALLS, new Random(seed));
    const again = await createApp(
      readConfig({ DATABASE_URL: app.databaseUrl, PORT: '0', TIME_ZONE: 'UTC' }),
      false,
    );
    await again.init();
    const half = pushes.length / 2;
    for (const [n, { at, body }] of pushes.entries()) {
      const intake = (n < half ? app.app : again).get(Intake);
      await intake.receive({
        raw: Buffer.from(body),
        contentType: null,
        source: '10.0.0.1',
        at: new Date(at),
      });
    }
    await again.close();
    const kept = await app.query('SELECT callid, count(*)::int AS n FROM transfers GROUP BY callid');
    const counts = new Map((kept as { callid: string; n: number }[]).map(({ callid, n }) => [callid, n]));
    expect(wrongCalls(calls, counts).map((call) => ({ seed, ...call }))).toEqual([]);
  });

  it('are calls that a rule of equal bytes within ten minutes counts wrong: too often, and too seldom', () => {
    const { calls, pushes } = randomCalls(500, new Random(1));
    const wrong = wrongCalls(calls, countLiterally(pushes));
    expect(wrong.filter(({ found, were }) => found > were).length).toBeGreaterThan(50);
    expect(wrong.filter(({ found, were }) => found < were).length).toBeGreaterThan(10);
  });
});
