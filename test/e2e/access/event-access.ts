import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { readConfig } from '../../../src/config/config.js';
import { startApp } from '../../support/app.js';
import { transferEvent } from '../../support/pushes.js';

const event = (callid: string, sn = '3631A2124') => JSON.stringify(transferEvent(callid, { sn }));
const signed = (body: string, secret: string) => ({
  'X-Signature': createHmac('sha256', secret).update(body).digest('base64'),
});

describe('events behind secrets', () => {
  let app: Awaited<ReturnType<typeof startApp>>;
  beforeAll(async () => {
    app = await startApp({
      EVENT_SECRETS: 'first-secret-path,second-secret-path',
      SIGNATURE_SECRETS: 'the-old-signature-secret,the-new-signature-secret',
    });
  });
  afterAll(() => app?.stop());

  it('a right secret path is enough, whichever PBX it is of', async () => {
    expect((await app.post(event('1.1'), {}, '/events/first-secret-path')).status).toBe(200);
    expect((await app.post(event('1.2'), {}, '/events/second-secret-path')).status).toBe(200);
  });

  it('a right signature over the raw bytes is enough, with either of two live secrets', async () => {
    for (const [n, secret] of ['the-old-signature-secret', 'the-new-signature-secret'].entries()) {
      const body = ` ${event(`2.${n}`)}\n`;
      expect((await app.post(body, signed(body, secret))).status).toBe(200);
    }
  });

  it('anything else is 401 and never stored as a transfer, but kept with its source, reason and count', async () => {
    const body = event('3.1');
    const attempts: [Record<string, string>, string][] = [
      [{}, '/'],
      [{}, '/events'],
      [{}, '/events/first-secret-pat'],
      [signed(`${body} `, 'the-old-signature-secret'), '/'],
      [signed(body, 'older-one'), '/events'],
      [{ 'X-Signature': 'AAAA' }, '/'],
    ];
    for (const [headers, path] of attempts) {
      const answer = await app.post(body, headers, path);
      expect(answer.status).toBe(401);
      expect(answer.body.quarantined).toMatch(/^[0-9a-f-]{36}$/);
      expect(answer.text).not.toContain('secret-pat"');
    }
    expect((await app.get('/transfers?callid=3.1')).body.data).toEqual([]);
    expect(await app.query(`SELECT cause, source, count, body FROM quarantined_bodies`)).toEqual([
      { cause: 'refusal', source: '127.0.0.1', count: attempts.length, body: Buffer.from(body) },
    ]);
  });

  it('strangers cannot push out what a known PBX sent, and a flood of them is only counted', async () => {
    const known = await app.post('{"event":"Tranfer"}', {}, '/events/first-secret-path');
    expect(known.status).toBe(400);
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, n) => app.post(`stranger ${n}`, {}, `/events/${n}`)),
    );
    expect(answers.every(({ status }) => status === 401)).toBe(true);
    const rows = await app.query(
      `SELECT cause, count(*)::int FROM quarantined_bodies GROUP BY cause ORDER BY cause`,
    );
    expect(rows[0]).toEqual({ cause: 'fault', count: 1 });
    expect(rows[1].count).toBeLessThan(300);
  });
});

describe('events from named sources and serial numbers', () => {
  let app: Awaited<ReturnType<typeof startApp>>;
  beforeAll(async () => {
    app = await startApp({
      EVENT_SOURCES: '10.1.0.0/16, 2001:db8::/32',
      TRUSTED_PROXIES: '127.0.0.1, 10.9.9.9',
      EVENT_SERIALS: '3631A2124',
    });
  });
  afterAll(() => app?.stop());

  it.each([
    ['10.1.2.3', 200],
    ['2001:db8::7', 200],
    ['10.2.0.1', 403],
    ['10.1.2.3, 10.2.0.1', 403],
    ['10.2.0.1, 10.1.2.3', 200],
    ['10.1.2.3, 10.9.9.9', 200],
    ['nonsense', 403],
    ['', 403],
  ])('from a trusted proxy that names %j: %i', async (forwarded, status) => {
    const answer = await app.post(event(`4.${forwarded}`), { 'X-Forwarded-For': forwarded });
    expect(answer.status).toBe(status);
  });

  it('an unlisted PBX is 403 and kept', async () => {
    const answer = await app.post(event('5.1', 'other'), { 'X-Forwarded-For': '10.1.2.3' });
    expect(answer.status).toBe(403);
    expect(answer.body.quarantined).toBeDefined();
    expect((await app.get('/transfers?callid=5.1')).body.data).toEqual([]);
  });
});

describe('X-Forwarded-For', () => {
  let app: Awaited<ReturnType<typeof startApp>>;
  beforeAll(async () => {
    app = await startApp({ EVENT_SOURCES: '10.1.0.0/16' });
  });
  afterAll(() => app?.stop());

  it('is not believed from anyone who is no named proxy', async () => {
    expect((await app.post(event('6.1'), { 'X-Forwarded-For': '10.1.2.3' })).status).toBe(403);
  });
});

describe('starting', () => {
  it('on an address that others reach, with nothing configured, is refused and says what to set', () => {
    expect(() => readConfig({ HOST: '0.0.0.0' })).toThrow(
      /EVENT_SECRETS.*SIGNATURE_SECRETS.*EVENT_SOURCES.*ACCESS=open/s,
    );
  });

  it.each([
    { ACCESS: 'open' },
    { EVENT_SECRETS: 'a-long-random-word' },
    { SIGNATURE_SECRETS: 'a long random word' },
    { EVENT_SOURCES: '10.0.0.0/8' },
  ])('is fine with %j', (set) => {
    expect(readConfig({ HOST: '0.0.0.0', ...set }).host).toBe('0.0.0.0');
  });

  it.each(['10.0.0.0/33', 'pbx.example', '10.0.0.0/8/8', '10.0.0.1,', '::/129'])(
    'EVENT_SOURCES=%s is a fault',
    (text) => {
      expect(() => readConfig({ EVENT_SOURCES: text })).toThrow(/EVENT_SOURCES is not right/);
    },
  );
});
