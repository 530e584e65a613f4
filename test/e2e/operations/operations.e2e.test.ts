import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeSync } from 'node:fs';
import { Writable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startApp } from '../../support/app.js';
import { EXTENSIONS } from '../../support/fake-pbx/calls/company.js';
import { generateCalls } from '../../support/fake-pbx/calls/generate-calls.js';
import { PSeriesPbx } from '../../support/fake-pbx/p-series/p-series-pbx.js';
import { progress } from '../../support/progress.js';
import { until } from '../../support/until.js';

type App = Awaited<ReturnType<typeof startApp>>;

const transfer = (sn: string, callid: string, caller = '5550001') =>
  JSON.stringify({
    event: 'Tranfer',
    callid,
    members: [{ inbound: { from: caller, to: '1020', channelid: `SIP/${callid}` } }],
    sn,
  });

const series = async (app: App) =>
  (await app.get('/metrics')).text
    .split('\n')
    .filter((line) => line.startsWith('handoff_'))
    .map((line) => line.split(' ')[0]!);

/** `npm run soak` for the long forms. */
const CANARY_ROUNDS = Number(process.env['CANARY_ROUNDS'] ?? 60);
const PATHS = Number(process.env['RANDOM_PATHS'] ?? 300);
const HOURS_MS = 3 * 3_600_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('a linked PBX', () => {
  let app: App;
  const pbx = new PSeriesPbx({ firmware: 'old' });
  beforeAll(async () => {
    await pbx.start();
    app = await startApp({ ...pbx.settings, EVENT_SECRETS: 'nobody-knows' });
    await until(async () => (await app.get('/health/ready')).body.links[0].state === 'up');
  });
  afterAll(async () => {
    await app?.stop();
    await pbx.disappear();
  });

  it('fills the history without a secret path, since we dialled ourselves', async () => {
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

  it('lends its names to the extensions', async () => {
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

  it('is well again with its next event, of whatever kind', async () => {
    await app.deliver({ event: 'ExtensionStatus', extension: '1', status: 'Ringing', sn: 'regular' });
    expect((await app.get('/pbxs')).body.data[1].silent).toBe(false);
  });

  it('a key sees its own PBXes only', async () => {
    const { bearer } = await app.makeKey(['read'], ['rare']);
    expect((await app.get('/pbxs', bearer)).body.data.map(({ sn }: { sn: string }) => sn)).toEqual(['rare']);
  });
});

describe('what leaks out', () => {
  const CANARIES = {
    number: '4930901820999',
    secret: 'canary-secret-path',
    signature: 'canary-signature',
    password: 'canary-password',
  };
  let app: App;
  let logged = '';
  const { stdout, stderr } = process;
  const write = { out: stdout.write, err: stderr.write };
  beforeAll(async () => {
    const sink = new Writable({
      write(chunk: Buffer, _, done) {
        logged += chunk.toString();
        done();
      },
    });
    stdout.write = stderr.write = sink.write.bind(sink) as typeof stdout.write;
    app = await startApp({
      EVENT_SECRETS: CANARIES.secret,
      SIGNATURE_SECRETS: CANARIES.signature,
      PBX_1_URL: 'http://127.0.0.1:1',
      PBX_1_USER: 'api',
      PBX_1_PASSWORD: CANARIES.password,
      PBX_1_API: 'v2',
      LOG_FORMAT: 'json',
      READS_PER_SECOND: '100000',
    });
  });
  afterAll(async () => {
    await app?.stop();
    stdout.write = write.out;
    stderr.write = write.err;
  });

  it(
    'no number, secret, key or password is in logs, metrics or errors, whatever is asked',
    async () => {
      const { key, bearer } = await app.makeKey(['read', 'numbers']);
      const stranger = await app.makeKey(['read']);
      const said: string[] = [];
      const ask = async (request: Promise<{ status: number; text: string }>) => {
        const { status, text } = await request;
        if (status >= 400) said.push(text.replaceAll(/"quarantined":"[^"]*"/g, ''));
        return status;
      };
      const paths = ['', `/${CANARIES.secret}`, `/${CANARIES.secret}x`, `/${CANARIES.number}`];
      const bodies = [
        transfer('A', '1.1', CANARIES.number),
        `{"event":"Tranfer","callid":"","members":[{"inbound":{"from":"${CANARIES.number}"}}],"x":`,
        `{"event":"Tranfer","callid":"9","members":[{"inbound":{"from":"${CANARIES.number}\\u0000","to":"1"}}]}`,
        CANARIES.number,
      ];
      const at = progress('rounds of canaries', CANARY_ROUNDS);
      for (let n = 0; n < CANARY_ROUNDS; n++) {
        at(n);
        const path = `/events${paths[n % paths.length]}`;
        await ask(app.post(bodies[n % bodies.length]!, { 'X-Signature': CANARIES.signature }, path));
        await ask(
          app.get(`/transfers/${CANARIES.number}x${n}`.replace(CANARIES.number, n % 2 ? '' : 'id'), bearer),
        );
        await ask(app.get('/transfers', { Authorization: `Bearer ${stranger.key.slice(0, -2)}zz` }));
        await ask(app.get(`/quarantine?number=1`, bearer));
      }
      await app.query('ALTER TABLE members RENAME TO members_away'); // a fault inside
      await ask(app.get(`/transfers?ext=${CANARIES.number}`, bearer));
      await app.query('ALTER TABLE members_away RENAME TO members');
      const metrics = (await app.get('/metrics', bearer)).text;
      expect(logged).toMatch(/"level":"error".*"request":"[0-9a-f-]{36}"/);
      expect(
        logged
          .split('\n')
          .filter(Boolean)
          .every((line) => line.startsWith('{')),
      ).toBe(true);
      for (const canary of [
        ...Object.values(CANARIES),
        key.split('_').slice(2).join('_'),
        stranger.key.split('_').slice(2).join('_').slice(0, -2),
      ]) {
        expect(logged).not.toContain(canary);
        expect(metrics).not.toContain(canary);
        expect(said.join('\n')).not.toContain(canary);
      }
    },
    HOURS_MS,
  );

  it('a request that is traced is found in the log by its trace, and by nothing that is no trace', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    await app.get('/health/live', { traceparent: `00-${trace}-00f067aa0ba902b7-01` });
    await app.get('/health/live', { traceparent: `00-${CANARIES.number}-00f067aa0ba902b7-01` });
    expect(logged.split('\n').filter((line) => line.includes('"trace"'))).toEqual([
      expect.stringContaining(`"trace":"${trace}","method":"GET","route":"/health/live"`),
    ]);
  });

  it(
    'random paths, methods and keys make no new metric series',
    async () => {
      const { bearer } = await app.makeKey(['read']);
      const measured = async () =>
        new Set(
          (await app.get('/metrics', bearer)).text
            .split('\n')
            .filter((l) => l.startsWith('handoff_'))
            .map((l) => l.split(' ')[0]!),
        );
      for (const path of ['/x', '/transfers/y', '/events/z'])
        await app.get(path, { Authorization: 'Bearer x' });
      await app.deliver('x', {}, '/events/z');
      await measured(); // which is a request as well
      const before = await measured();
      const heap = () => {
        logged = ''; // is the test's own growth
        collectGarbage();
        return process.memoryUsage().heapUsed;
      };
      let settled = 0;
      const at = progress('rounds of random paths', PATHS);
      for (let n = 0; n < PATHS; n++) {
        at(n);
        if (n === Math.floor(PATHS / 5)) settled = heap();
        await app.get(`/${Math.random()}/${n}`, { Authorization: `Bearer handoff_${n}` });
        await app.deliver('x', {}, `/events/${n}${Math.random()}`);
        await app.get(`/transfers/${n}`, { Authorization: `Bearer ${n}` });
      }
      expect([...(await measured())].filter((one) => !before.has(one))).toEqual([]);
      const grown = heap() - settled;
      if (PATHS >= 10_000) {
        expect(grown).toBeLessThan(8 * 1024 * 1024);
        writeSync(2, `${3 * PATHS} requests: ${before.size} series, heap grew ${grown} bytes\n`);
      }
      expect(before.size).toBeGreaterThan(20);
    },
    HOURS_MS,
  );
});

describe('what came in', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.stop());

  it('is counted by its fate and by its kind, and no sender can make up a kind', async () => {
    for (const body of [
      transfer('1', '9.1'),
      '{"event":"NewCdr","callid":"9.1"}',
      '{"action":"RING","callid":"9.1","ext":{"extid":"1"}}',
      '{"event":"ExtensionStatus","extension":"1023"}',
      '{"action":"extensionstatus"}',
      '{"type":30008}',
      '{"event":"MadeUp"}',
    ])
      await app.deliver(body);
    const { text } = await app.get('/metrics');
    const counted = (metric: string) =>
      Object.fromEntries(
        [...text.matchAll(new RegExp(`^${metric}\\{\\w+="(.*)"\\} (\\d+)$`, 'gm'))]
          .filter(([, , count]) => count !== '0')
          .map(([, label, count]) => [label, Number(count)]),
      );
    expect(counted('handoff_events_total')).toEqual({ stored: 1, recorded: 2, ignored: 4 });
    expect(counted('handoff_event_kinds_total')).toEqual({
      transfer: 1,
      record: 1,
      status: 1,
      extensionstatus: 2,
      '30008': 1,
      other: 1,
    });
  });
});

describe('security headers', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.stop());

  it('are on every answer, and none of them breaks a page on plain HTTP', async () => {
    for (const path of ['/transfers', '/nowhere', '/health/live']) {
      const { headers } = await app.get(path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toMatch(/default-src 'self'/);
      expect(headers.get('content-security-policy')).not.toMatch(/upgrade-insecure-requests/);
      expect(headers.get('strict-transport-security')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
    }
    expect((await series(app)).length).toBeGreaterThan(10);
  });
});
