import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeSync } from 'node:fs';
import { Writable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startApp } from '../../support/app.js';
import { progress } from '../../support/progress.js';
import { transferEvent } from '../../support/pushes.js';

type App = Awaited<ReturnType<typeof startApp>>;

const transfer = (sn: string, callid: string, from = '5550001') => transferEvent(callid, { from, sn });

/** `npm run soak` for the long forms. */
const CANARY_ROUNDS = Number(process.env['CANARY_ROUNDS'] ?? 60);
const PATHS = Number(process.env['RANDOM_PATHS'] ?? 300);
const HOURS_MS = 3 * 3_600_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('secrets and numbers in logs, metrics and errors', () => {
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
