import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp } from '../../support/app.js';
import { EXTENSIONS } from '../../support/fake-pbx/calls/company.js';
import { generateCalls } from '../../support/fake-pbx/calls/generate-calls.js';
import { PSeriesPbx } from '../../support/fake-pbx/p-series/p-series-pbx.js';
import { until } from '../../support/until.js';

type App = Awaited<ReturnType<typeof startApp>>;

describe('a linked PBX', () => {
  let app: App;
  const pbx = new PSeriesPbx({ firmware: 'old' });
  beforeAll(async () => {
    await pbx.start();
    app = await startApp({ ...pbx.settings, EVENT_SECRETS: 'a-word-that-nobody-knows' });
    await until(async () => (await app.get('/health/ready')).body.links[0].state === 'up');
  });
  afterAll(async () => {
    await app?.stop();
    await pbx.disappear();
  });

  it('fills the history without a secret path, since the program opened the link', async () => {
    await pbx.pushTransfer('1651057476.1');
    await until(async () => (await app.get('/transfers?callid=1651057476.1')).body.data.length === 1);
  });

  it('stands in GET /pbxs, in readiness and in the metrics', async () => {
    const { body } = await app.get('/pbxs');
    expect(body.data).toEqual([
      {
        sn: pbx.sn,
        dialect: 'p-series',
        lastEventAt: expect.any(String),
        silent: false,
        link: { name: 'PBX_1', api: 'p', state: 'up', since: expect.any(String), reason: null, logins: 1 },
        gaps: [],
      },
    ]);
    expect((await app.get('/metrics')).text).toMatch(/handoff_link_up\{link="PBX_1"\} 1/);
  });

  it('gives its names to extensions that have none', async () => {
    await until(async () => (await app.query('SELECT * FROM extensions')).length > 0);
    expect(await app.query('SELECT number, name FROM extensions ORDER BY number')).toEqual(
      EXTENSIONS.map(({ number, name }) => ({ number, name })),
    );
  });

  it('after a gap its call records are fetched as evidence, and the gap is shown', async () => {
    const now = Math.floor(Date.now() / 1000);
    const period = { from: now - 1800, until: now };
    const [call] = generateCalls({ seed: 1, count: 3, ...period, only: ['an answered call'] });
    const [leg] = call!.legs;
    const late = now - leg!.endedAt;
    pbx.happenUnseen([
      {
        ...call!,
        legs: [
          { ...leg!, startedAt: leg!.startedAt + late, answeredAt: leg!.answeredAt! + late, endedAt: now },
        ],
      },
    ]);
    await pbx.reboot();
    await gapsOf(1);
    expect((await app.get('/pbxs')).body.data[0].gaps[0].records).toBe(1);
    expect(await app.query(`SELECT facts->>'to' AS "to", what FROM recorded_events`)).toEqual([
      { to: leg!.to.number, what: 'record' },
    ]);
  });

  /** So many gaps are known, and the records of the last one are fetched. */
  const gapsOf = (count: number) =>
    until(async () => {
      const { gaps } = (await app.get('/pbxs')).body.data[0];
      return gaps.length === count && gaps[0].records !== null;
    });
});

describe('a PBX that falls silent', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
    // Weeks in which `regular` had a transfer every half hour, and `rare` one on one day.
    await app.query(
      `INSERT INTO transfers (sn, id, callid, dialect, received_at, direction, transferor_basis, identity, last_delivered_at)
       SELECT 'regular', gen_random_uuid(), '1.' || n, 'v2', now() - interval '5 hours' - n * interval '30 minutes', 'internal',
         'unknown', sha256(n::text::bytea), now() FROM generate_series(1, 48 * 22) n
       UNION ALL SELECT 'rare', gen_random_uuid(), '2.' || n, 'v2', now() - interval '20 days' - n * interval '1 minute', 'internal',
         'unknown', sha256(n::text::bytea), now() FROM generate_series(1, 9) n`,
    );
  });
  afterAll(() => app?.stop());

  it('raises the alarm where it always spoke at this time of the week, and only there', async () => {
    const { data } = (await app.get('/pbxs')).body;
    expect(data.map(({ sn, silent }: { sn: string; silent: boolean }) => [sn, silent])).toEqual([
      ['rare', false],
      ['regular', true],
    ]);
    expect((await app.get('/metrics')).text).toMatch(/^handoff_pbxes_silent 1$/m);
  });

  it('is not silent any more after its next event, of whatever kind', async () => {
    await app.deliver({ event: 'ExtensionStatus', extension: '1', status: 'Ringing', sn: 'regular' });
    expect((await app.get('/pbxs')).body.data[1].silent).toBe(false);
  });

  it('a key sees its own PBXes only', async () => {
    const { bearer } = await app.makeKey(['read'], ['rare']);
    expect((await app.get('/pbxs', bearer)).body.data.map(({ sn }: { sn: string }) => sn)).toEqual(['rare']);
  });
});
