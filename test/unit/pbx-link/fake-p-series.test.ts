import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { generateCalls } from '../../support/fake-pbx/calls/generate-calls.js';
import { realClock } from '../../support/fake-pbx/clock.js';
import { PSeriesPbx } from '../../support/fake-pbx/p-series/p-series-pbx.js';

const from = Date.UTC(2026, 10, 24, 6) / 1000;
const until = from + 6 * 3600;
const calls = generateCalls({ seed: 3, count: 120, from, until });
let clock = until * 1000;
const now = () => clock;

const ask = async (url: string, body?: object) =>
  (await fetch(url, body && { method: 'POST', body: JSON.stringify(body) })).json();

describe.each(['old', 'new'] as const)('a P-Series with %s firmware', (firmware) => {
  const pbx = new PSeriesPbx({
    firmware,
    clock: { ...realClock, now },
    display: { date: 'MM/DD/YYYY', hours: 12, offsetMinutes: -300 },
  });
  let token = '';
  const get = (path: string, query: Record<string, string> = {}) =>
    ask(`${pbx.url}/openapi/${path}?${new URLSearchParams({ access_token: token, ...query })}`);
  const getToken = () =>
    ask(`${pbx.url}/openapi/v1.0/get_token`, { username: pbx.user, password: pbx.password });

  beforeAll(async () => {
    clock = until * 1000;
    await pbx.start();
    pbx.happenUnseen(calls);
    token = (await getToken()).access_token;
  });
  afterAll(() => pbx.disappear());

  it('gives eight tokens and no ninth, until one is refreshed or lapses', async () => {
    const tokens = await Promise.all(Array.from({ length: 7 }, getToken));
    expect(tokens.map(({ errcode }) => errcode)).toEqual(Array(7).fill(0));
    expect(await getToken()).toMatchObject({ errcode: 60002 });
    const refreshed = await ask(`${pbx.url}/openapi/v1.0/refresh_token`, {
      refresh_token: tokens[0].refresh_token,
    });
    expect(refreshed).toMatchObject({ errcode: 0, access_token_expire_time: 1800 });
    clock += 1_800_000;
    expect(await get('v1.0/system/information')).toMatchObject({ errcode: 10004 });
    token = (await getToken()).access_token;
    expect(await get('v1.0/system/information')).toMatchObject({
      errcode: 0,
      data: { sn: pbx.sn, system_date_format: 'MM/DD/YYYY', system_time: '11/24/2026 07:30:00 AM' },
    });
  });

  it('gives all rows page by page, each once, and those of a period in its own format', async () => {
    const legs = calls.flatMap((call) => call.legs).length;
    const pages = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((page) => get('v1.0/cdr/search', { page: String(page), page_size: '40' })),
    );
    const rows = pages.flatMap(({ data }) => data);
    expect(pages.map(({ total_number: total }) => total)).toEqual(Array(6).fill(legs));
    expect(new Set(rows.map(({ id, new_id: newId }) => id ?? newId)).size).toBe(Math.min(legs, 240));
    const times = { start_time: '11/24/2026 01:30:00 AM', end_time: '11/24/2026 02:00:00 AM' };
    const half = await get('v1.0/cdr/search', times);
    expect(half.total_number).toBeGreaterThan(0);
    for (const { timestamp } of half.data) {
      expect(timestamp).toBeGreaterThanOrEqual(from + 1800);
      expect(timestamp).toBeLessThanOrEqual(from + 3600);
    }
    const seconds = {
      start_time: String(from + 1800),
      end_time: new Date((from + 3600) * 1000).toISOString(),
    };
    const newer = await get('v1.0/cdr/search', seconds);
    if (firmware === 'old') expect(newer).toMatchObject({ errcode: 40002 });
    else expect(newer.data).toEqual(half.data);
  });

  it('has the records of version 2.0 only when it is new', async () => {
    const found = await get('v2.0/cdr/search', { page_size: '1000' });
    if (firmware === 'old') return expect(found).toMatchObject({ errcode: 10003 });
    const callids = new Set(calls.flatMap(({ legs }) => legs.map(({ callid }) => callid)));
    expect(found.total_number).toBe(callids.size);
    const { uid, segments } = found.data.find((row: { segments: number }) => row.segments > 1);
    const { data } = await get('v2.0/cdr/detail', { uid });
    expect(data.basic.uid).toBe(uid);
    expect(data.timeline.map(({ leg }: { leg: number }) => leg)).toEqual(
      Array.from({ length: segments }, (_, n) => n + 1),
    );
    expect(await get('v2.0/cdr/detail', { uid: 'x' })).toMatchObject({ errcode: 60001 });
  });

  it('pushes what was subscribed to, answers heartbeats, and lets nobody in without a token', async () => {
    const address = `${pbx.url.replace('http', 'ws')}/openapi/v1.0/subscribe?access_token=`;
    await expect(once(new WebSocket(`${address}x`), 'open')).rejects.toThrow('401');
    const socket = new WebSocket(address + token);
    await once(socket, 'open');
    const received: string[] = [];
    socket.on('message', (data: Buffer) => received.push(data.toString()));
    socket.send('{"topic_list":[30013]}');
    socket.send('heartbeat');
    while (received.length < 2) await once(socket, 'message');
    expect(received).toEqual(['{"errcode":0,"errmsg":"SUCCESS"}', 'heartbeat response']);
    expect(pbx.isConnected).toBe(true);
    const pushed = once(socket, 'message');
    await pbx.happenSeen(calls.find(({ transfers }) => transfers.length === 1)!);
    expect(JSON.parse(String((await pushed)[0]))).toMatchObject({ type: 30013, sn: pbx.sn });
    await pbx.disappear();
    await expect(getToken()).rejects.toThrow('fetch failed');
    await pbx.start();
    expect(await getToken()).toMatchObject({ errcode: 0 });
    expect(pbx.isConnected).toBe(false);
  });
});
