import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { push } from '../../../src/simulator/push/push.js';
import { simulate } from '../../../src/simulator/simulate.js';
import type { Truth } from '../../../src/simulator/call/truth.js';
import { startApp } from '../../support/app.js';
import { counted, reportedOf } from '../../support/stories/truths.js';

const ZONE = 'Europe/Madrid';
const PERIOD = 'from=2026-10-19&to=2026-10-25'; // the week that ends with the change of the clock

let app: Awaited<ReturnType<typeof startApp>>;
let truths: Truth[];

const rows = async (by: string) => (await app.get(`/reports/transfers?by=${by}&${PERIOD}`)).body.rows;
describe("a week of the simulator's, seen in reports", () => {
  beforeAll(async () => {
    app = await startApp({ SIMULATION: 'on', TIME_ZONE: ZONE }, { stories: 'written' });
    const simulation = simulate({
      seed: 11,
      days: 7,
      calls: 250,
      until: new Date('2026-10-25T23:00:00Z'),
      zone: ZONE,
      dialect: 'v2', // its channels say which event is a re-send, in whichever order events arrive
      resend: 0.05,
    });
    const events = [...simulation.events];
    const tally = await push(events, {
      url: new URL(app.url),
      rate: 0,
      connections: 8,
      patience: 10_000,
    });
    if (tally['unanswered']) throw new Error(`${tally['unanswered']} events were not answered`);
    truths = reportedOf(simulation.truths, events);
  });
  afterAll(() => app?.stop());

  it('has as many transfers and calls as were played, re-sends not counted', async () => {
    const { totals } = (await app.get(`/reports/transfers?${PERIOD}`)).body;
    expect(truths.length).toBeGreaterThan(200);
    expect([totals.transfers, totals.calls]).toEqual([
      truths.length,
      new Set(truths.map(({ sn, callid }) => `${sn} ${callid}`)).size,
    ]);
  });

  it('has each day and each hour as many as were played in it', async () => {
    const stamp = new Intl.DateTimeFormat('sv-SE', {
      timeZone: ZONE,
      dateStyle: 'short',
      timeStyle: 'short',
    });
    const local = truths.map(({ sentAt }) => stamp.format(sentAt));
    for (const [by, length] of [
      ['day', 10],
      ['hour', 13],
    ] as const) {
      const reported = (await rows(by)).filter((row: { transfers: number }) => row.transfers > 0);
      const played = counted(local.map((time) => time.slice(0, length)));
      const starts = reported.map(({ start, transfers }: { start: string; transfers: number }) => [
        start.slice(0, length).replace('T', ' '),
        transfers,
      ]);
      expect(Object.fromEntries(starts)).toEqual(played);
    }
  });

  it('has for each extension all transfers that it certainly made, and says how many are inferred', async () => {
    const reported = await rows('ext');
    const certain = await app.query(
      `SELECT transferor_ext AS ext, count(*)::int FROM transfers WHERE transferor_basis IN ('only-extension', 'story') GROUP BY 1`,
    );
    for (const { ext, count } of certain)
      expect(reported.find((row: { ext: string }) => row.ext === ext).certain).toBe(count);
    const played = counted(truths.map(({ transferor }) => transferor));
    for (const { ext, certain: sure } of reported)
      if (sure > 0) expect(sure).toBeLessThanOrEqual(played[ext] ?? 0);
  });

  it("has each PBX's transfers, and calls counted once", async () => {
    const calls = new Set(truths.map(({ sn, callid }) => `${sn} ${callid}`));
    const { body } = await app.get(`/reports/transfers?by=pbx&${PERIOD}`);
    const byPbx = counted(truths.map(({ sn }) => sn || 'null'));
    expect(
      Object.fromEntries(
        body.rows.map(({ sn, transfers }: { sn: string | null; transfers: number }) => [
          String(sn),
          transfers,
        ]),
      ),
    ).toEqual(byPbx);
    expect(body.totals.calls).toBe(calls.size);
  });
});
