import { afterEach, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { startApp } from '../../support/app.js';
import { storiesComputed } from '../../support/stories/read-stories.js';

const DAY = 86_400_000;
const ends: (() => Promise<unknown>)[] = [];
async function started() {
  const app = await startApp({ SIMULATION: 'on' });
  ends.push(() => app.stop());
  return app;
}

/** Pushed from one of the addresses of the loopback network. */
function pushFrom(localAddress: string, port: number, at: number, event: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'X-Simulated-At': new Date(at).toISOString() };
    const sent = request({ host: '127.0.0.1', port, localAddress, method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => (text += part));
      response.on('end', () => resolve(text));
    });
    sent.on('error', reject).end(JSON.stringify(event));
  });
}

const inbound = (callid: string, from: string) => ({ from, to: '1000', trunk: 'T', inboundid: callid });
/** Of a PBX with v1.0, which names no serial number: 1000 hands the caller to `target`, who answers after some seconds. */
function handOn(
  callid: string,
  from: string,
  target: string,
  wait: number,
): [seconds: number, event: object][] {
  const caller = { inbound: inbound(callid, from) };
  const event = (action: string, extid: string) => ({ action, callid, ext: { extid }, ...caller });
  return [
    [0, event('RING', '1000')],
    [3, event('ANSWER', '1000')],
    [30, event('Tranfer', '1000')],
    [30.1, event('BYE', '1000')],
    [31, event('RING', target)],
    [31 + wait, event('ANSWER', target)],
    [90, event('BYE', target)],
  ];
}

const storiesOf = (data: { hop: number; outcome: string; target: { number: string } | null }[]) =>
  data.map(({ hop, outcome, target }) => [hop, outcome, target?.number ?? null]);

describe('separate calls', () => {
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });

  it('two PBXes without a serial number that use one call id at the same time have a story each', async () => {
    const app = await started();
    const callid = '1795514400.40';
    const start = Date.now() - DAY;
    const ofA = handOn(callid, '699000001', '1005', 5).map(([at, event]) => ({
      from: '127.0.0.2',
      at,
      event,
    }));
    const ofB = handOn(callid, '699000002', '1006', 12).map(([at, event]) => ({
      from: '127.0.0.3',
      at: at + 2,
      event,
    }));
    for (const { from, at, event } of [...ofA, ...ofB].sort((a, b) => a.at - b.at))
      await pushFrom(from, app.port, start + at * 1000, event);
    await storiesComputed(app.query);
    const { body } = await app.get(`/transfers?callid=${callid}&from=2020-01-01&order=asc`);
    expect(storiesOf(body.data)).toEqual([
      [1, 'answered', '1005'],
      [1, 'answered', '1006'],
    ]);
    const waits = body.data.map((one: { answeredAt: string; receivedAt: string }) =>
      Math.round((Date.parse(one.answeredAt) - Date.parse(one.receivedAt)) / 1000),
    );
    expect(waits).toEqual([6, 13]);

    const call = (await app.get(`/calls/${callid}`)).body.data as { transfers: object[]; events: object[] }[];
    expect(call.map(({ transfers, events }) => [transfers.length, events.length])).toEqual([
      [1, 6],
      [1, 6],
    ]);
    const chain = (await app.get('/reports/transfers?by=chain&from=2020-01-01')).body.rows;
    expect(chain).toMatchObject([{ transfersInCall: 1, transfers: 2 }]);
  });

  it('two calls to which one PBX gave the same id, months apart, have a story each', async () => {
    const app = await started();
    const callid = '946684866.12';
    for (const [daysAgo, target, wait] of [
      [95, '1005', 5],
      [1, '1006', 12],
    ] as const)
      for (const [at, event] of handOn(callid, '699000001', target, wait))
        await pushFrom('127.0.0.1', app.port, Date.now() - daysAgo * DAY + at * 1000, event);
    await storiesComputed(app.query);
    const { body } = await app.get(`/transfers?callid=${callid}&from=2020-01-01&order=asc`);
    expect(storiesOf(body.data)).toEqual([
      [1, 'answered', '1005'],
      [1, 'answered', '1006'],
    ]);
    const call = (await app.get(`/calls/${callid}`)).body.data as { transfers: object[]; events: object[] }[];
    expect(call.map(({ transfers, events }) => [transfers.length, events.length])).toEqual([
      [1, 6],
      [1, 6],
    ]);
  });

  it('records alone of two such PBXes show the transfer of each', async () => {
    const app = await started();
    const callid = '1795514400.40';
    const record = (from: string, to: string, at: string, seconds: string) => ({
      ...{
        action: 'NewCdr',
        callid,
        timestart: `2026-11-20 ${at}`,
        callfrom: from,
        callto: to,
        status: 'ANSWERED',
      },
      ...{ callduraction: seconds, talkduraction: seconds, srctrunkname: 'T', type: 'Inbound' },
    });
    const start = Date.parse('2026-11-20T10:00:00Z');
    const ring = (number: string) => ({
      ...{ action: 'RING', callid, ext: { extid: number }, inbound: inbound(callid, '699000001') },
    });
    for (const [address, first, second] of [
      ['127.0.0.2', '1000', '1005'],
      ['127.0.0.3', '1001', '1006'],
    ] as const) {
      await pushFrom(address, app.port, start, ring(first));
      await pushFrom(address, app.port, start + 80_000, record('699000001', first, '10:00:00', '30'));
      await pushFrom(address, app.port, start + 81_000, record('699000001', second, '10:00:30', '50'));
    }
    await storiesComputed(app.query);
    const { body } = await app.get(`/transfers?reported=false&from=2020-01-01`);
    const found = body.data as { hop: number; transferor: { ext: string }; target: { number: string } }[];
    expect(found.map(({ hop, transferor, target }) => [hop, transferor.ext, target.number]).sort()).toEqual([
      [1, '1000', '1005'],
      [1, '1001', '1006'],
    ]);
  });
});
