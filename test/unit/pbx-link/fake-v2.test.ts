import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse } from 'csv-parse/sync';
import { generateCalls } from '../../support/fake-pbx/calls/generate-calls.js';
import { realClock } from '../../support/fake-pbx/clock.js';
import { V2Pbx } from '../../support/fake-pbx/v2/v2-pbx.js';

const from = Date.UTC(2026, 10, 24, 6) / 1000;
const until = from + 6 * 3600;
const calls = generateCalls({ seed: 3, count: 120, from, until });
let clock = until * 1000;
const now = () => clock;

const ask = async (url: string, body?: object) =>
  (await fetch(url, body && { method: 'POST', body: JSON.stringify(body) })).json();

describe('a PBX with API v2', () => {
  const pbx = new V2Pbx({ clock: { ...realClock, now } });
  const received: { event: string }[] = [];
  let receiver: Server;
  let token = '';
  const call = (name: string, body: object = {}) => ask(`${pbx.url}/api/v2.0.0/${name}?token=${token}`, body);
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');
  const login = (password: string) => {
    const { port } = receiver.address() as AddressInfo;
    const where = { url: `127.0.0.1:${port}/report`, urltag: '1', port: String(port), version: '2.0.0' };
    return call('login', { username: pbx.user, password: md5(password), ...where });
  };

  beforeAll(async () => {
    await pbx.start();
    pbx.happenUnseen(calls);
    receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received.push(JSON.parse(Buffer.concat(chunks).toString()) as { event: string });
        response.end();
      });
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
  });
  afterAll(async () => {
    await pbx.disappear();
    receiver.close();
  });

  it('locks after five wrong passwords, for ten minutes', async () => {
    for (let n = 0; n < 5; n++) expect(await login('wrong')).toEqual({ status: 'Failed', errno: '20003' });
    expect(await login(pbx.password)).toEqual({ status: 'Failed', errno: '20002' });
    clock += 600_000;
    const { status, token: given } = await login(pbx.password);
    expect(status).toBe('Success');
    token = given;
  });

  it('pushes to the address given at login until half an hour after the last heartbeat, or the logout', async () => {
    const transferred = calls.find(({ transfers }) => transfers.length === 1)!;
    await pbx.happenSeen(transferred);
    expect(received.filter(({ event }) => event === 'Tranfer')).toHaveLength(1);
    expect(received.filter(({ event }) => event === 'NewCdr').length).toBeGreaterThan(1);
    const { length } = received;
    clock += 1_800_000;
    expect(await call('heartbeat')).toEqual({ status: 'Failed', errno: '20006' });
    await pbx.happenSeen(transferred);
    expect(received).toHaveLength(length);
    token = (await login(pbx.password)).token;
    expect(await call('extension/list')).toMatchObject({ status: 'Success', extlist: expect.any(Array) });
    expect(await call('deviceinfo/query')).toMatchObject({ deviceinfo: { sn: pbx.sn } });
  });

  it('gives the records of a period once, within 30 seconds', async () => {
    const period = { number: 'all', starttime: '2026-11-24 07:30:00', endtime: '2026-11-24 08:00:00' };
    const download = async (random: string) =>
      (await fetch(`${pbx.url}/api/v2.0.0/cdr/download?random=${random}`)).text();
    const { random } = await call('cdr/get_random', period);
    const rows: Record<string, string>[] = parse(await download(random), { columns: true });
    expect(rows.length).toBeGreaterThan(0);
    for (const { timestart } of rows) {
      expect(timestart! >= period.starttime).toBe(true);
      expect(timestart! <= period.endtime).toBe(true);
    }
    expect(JSON.parse(await download(random))).toMatchObject({ status: 'Failed' });
    const { random: late } = await call('cdr/get_random', period);
    clock += 30_000;
    expect(JSON.parse(await download(late))).toMatchObject({ status: 'Failed' });
    await call('logout');
    expect(await call('heartbeat')).toEqual({ status: 'Failed', errno: '20004' });
  });
});
