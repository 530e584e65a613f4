import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hashOf, makeKey, type Scope, SCOPES } from '../../../src/access/key.js';
import { KeyStore } from '../../../src/access/key.store.js';
import { startApp } from '../../support/app.js';
import { until } from '../../support/until.js';
import { transferEvent } from '../../support/pushes.js';

type App = Awaited<ReturnType<typeof startApp>>;

describe('with no key made', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.stop());

  it('everything is open on loopback, until a key is made: then reads need one there too', async () => {
    expect((await app.get('/transfers')).status).toBe(200);
    const { id, key } = makeKey();
    const bearer = { Authorization: `Bearer ${key}` };
    await app.app.get(KeyStore).add({
      id,
      hash: hashOf(key),
      name: 'as the command makes it',
      scopes: ['read'],
      pbxes: null,
      extensions: null,
    });
    await until(async () => (await app.get('/transfers')).status !== 200);
    const closed = await app.get('/transfers');
    expect(closed.status).toBe(401);
    expect(closed.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(closed.headers.get('www-authenticate')).toBe('Bearer');
    expect((await app.get('/transfers', bearer)).status).toBe(200);
    expect((await app.post(transferEvent('1.1'))).status).toBe(200);
  });
});

describe('on an address that is not loopback', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp({ HOST: '0.0.0.0', EVENT_SOURCES: '127.0.0.1' });
  });
  afterAll(() => app?.stop());

  it('reads are closed before the first key is made', async () => {
    expect((await app.get('/transfers')).status).toBe(401);
    expect((await app.get('/health/ready')).status).toBe(200);
  });
});

describe('with keys', () => {
  let app: App;
  const keys = {} as Record<Scope, { id: string; key: string; bearer: Record<string, string> }>;
  beforeAll(async () => {
    app = await startApp();
    for (const scope of SCOPES) keys[scope] = await app.makeKey([scope]);
    for (const sn of ['A', 'B'])
      for (let n = 0; n < 20; n++)
        await app.deliver(
          transferEvent(`1571981${n}.${sn === 'A' ? 1 : 2}`, {
            from: `49301234${n + 10}`,
            to: `10${(n % 4) + 10}`,
            sn,
          }),
        );
  });
  afterAll(() => app?.stop());

  it('a key with the right id and a wrong secret is refused', async () => {
    const wrong = keys.read.key.slice(0, -1) + (keys.read.key.endsWith('A') ? 'B' : 'A');
    expect((await app.get('/transfers', { Authorization: `Bearer ${wrong}` })).status).toBe(401);
  });

  it('keys are kept hashed, never as they are', async () => {
    const dump = JSON.stringify(await app.query(`SELECT *, encode(hash, 'escape') AS text FROM access_keys`));
    for (const scope of SCOPES) expect(dump).not.toContain(keys[scope].key.split('_').slice(2).join('_'));
  });

  it('a revoked key ends within seconds, and its sessions with it', async () => {
    const { id, bearer } = await app.makeKey(['read']);
    const cookie = (await app.post('', bearer, '/session')).headers.get('set-cookie')!.split(';')[0]!;
    expect((await app.get('/transfers', { cookie })).status).toBe(200);
    await app.app.get(KeyStore).revoke(id);
    await until(async () => (await app.get('/transfers', bearer)).status === 401);
    expect((await app.get('/transfers', { cookie })).status).toBe(401);
  });

  it('no row outside what a key may see, on any page and by any id', async () => {
    const bounded = await app.makeKey(['read', 'numbers'], ['A'], ['1010', '1011']);
    const all = await app.get('/transfers?limit=500', keys.admin.bearer);
    expect(all.body.data).toHaveLength(40);
    const mine = new Set<string>();
    for (let path: string | null = '/transfers?limit=3'; path;) {
      const { body } = await app.get(path, bounded.bearer);
      for (const one of body.data) {
        expect(one.sn).toBe('A');
        expect(['1010', '1011']).toContain(one.transferor.ext);
        mine.add(one.id);
      }
      path = body.next && `/transfers?limit=3&cursor=${body.next}`;
    }
    expect(mine.size).toBe(10);
    expect((await app.get('/transfers?count=true', bounded.bearer)).body.total).toBe(10);
    for (const { id } of all.body.data)
      expect((await app.get(`/transfers/${id}`, bounded.bearer)).status).toBe(mine.has(id) ? 200 : 404);
    for (const query of ['sn=B', 'ext=1013', 'sn=B&ext=1010'])
      expect((await app.get(`/transfers?${query}`, bounded.bearer)).body.data).toEqual([]);
  });

  it('a cursor from another key shows no row that this key may not see', async () => {
    const { body } = await app.get('/transfers?limit=1', keys.admin.bearer);
    expect((await app.get(`/transfers?limit=1&cursor=${body.next}`, keys.read.bearer)).status).toBe(400);
  });

  it('outside numbers are masked without the scope numbers, wherever they stand', async () => {
    const both = await app.makeKey(['read', 'numbers']);
    expect((await app.get('/transfers?sn=A', both.bearer)).text).toContain('4930123410');
    const { text, body } = await app.get('/transfers?sn=A', keys.read.bearer);
    expect(text).not.toMatch(/49301234/);
    expect(body.data.at(-1).transferee).toEqual({ kind: 'inbound', number: '********10' });
    const one = await app.get(`/transfers/${body.data[0].id}`, keys.read.bearer);
    expect(one.text).not.toMatch(/49301234/);
  });

  it('signing in sets a cookie that reads, that scripts and other sites cannot use, and that ends', async () => {
    const opened = await app.post('', keys.read.bearer, '/session');
    expect(opened.status).toBe(200);
    const [cookie, ...attributes] = opened.headers.get('set-cookie')!.split('; ');
    expect(attributes).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Strict', 'Path=/']));
    expect(cookie).not.toContain(keys.read.key.split('_').slice(2).join('_'));
    expect((await app.get('/transfers', { cookie: cookie! })).status).toBe(200);
    const [name, value] = cookie!.split('=') as [string, string];
    const later = value.replace(/\.\d+\./, '.9999999999.');
    expect((await app.get('/transfers', { cookie: `${name}=${later}` })).status).toBe(401);
    const other = value.replace(keys.read.id, keys.admin.id);
    expect((await app.get('/transfers', { cookie: `${name}=${other}` })).status).toBe(401);
    const ended = await fetch(`${app.url}/session`, { method: 'DELETE', headers: { cookie: cookie! } });
    expect(ended.status).toBe(204);
    expect(ended.headers.get('set-cookie')).toMatch(/handoff_session=;.*Expires=Thu, 01 Jan 1970/);
    expect((await app.post('', { Authorization: 'Bearer nonsense' }, '/session')).status).toBe(401);
  });

  it('what changes something and comes from another site is refused', async () => {
    for (const headers of <Record<string, string>[]>[
      { 'Sec-Fetch-Site': 'cross-site' },
      { Origin: 'http://evil.example' },
    ])
      expect((await app.post('', { ...keys.admin.bearer, ...headers }, '/session')).status).toBe(403);
    const own = { ...keys.admin.bearer, Origin: app.url };
    expect((await app.post('', own, '/session')).status).toBe(200);
  });
});

describe('a key that asks too much', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp({ READS_PER_SECOND: '5' });
  });
  afterAll(() => app?.stop());

  it('is answered 429 with Retry-After, and answered again later', async () => {
    const { bearer } = await app.makeKey(['read']);
    const answers = await Promise.all(Array.from({ length: 40 }, () => app.get('/transfers', bearer)));
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(10);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.map(({ status }) => status)).toEqual(Array(refused.length).fill(429));
    expect(refused[0]!.headers.get('retry-after')).toBe('1');
    await until(async () => (await app.get('/transfers', bearer)).status === 200);
  });
});
