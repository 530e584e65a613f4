import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp } from '../../support/app.js';
import { ext, inbound, recordEvent, statusEvent, transferEvent } from '../../support/pushes.js';

let app: Awaited<ReturnType<typeof startApp>>;

const sn = '369451090777';
const callid = '1795510800.10';
const caller = (memberstatus: string) => inbound('600111222', { trunkname: 'SIP1', memberstatus });
const record = (timestart: string, callto: string, callduraction: string) =>
  recordEvent(callid, {
    timestart,
    callfrom: '600111222',
    callto,
    callduraction,
    talkduraction: callduraction,
    srctrunkname: 'SIP1',
    type: 'Inbound',
    sn,
  });

const start = Date.UTC(2026, 10, 24, 9);
const push = (second: number, body: object) =>
  app.post(body, { 'X-Simulated-At': new Date(start + second * 1000).toISOString() });
const status = (second: number, ...members: object[]) => push(second, statusEvent(callid, members, sn));
const listed = async () => {
  await app.storiesComputed();
  return (await app.get(`/transfers?sn=${sn}&reported=any&from=2000-01-01&to=2099-01-01&tz=UTC`)).body.data;
};

describe('a transfer that was made through the API of the PBX, which reports none', () => {
  beforeAll(async () => {
    app = await startApp({ SIMULATION: 'on' });
  });
  afterAll(() => app?.stop());

  it('is shown by pushed states and records, as not reported', async () => {
    await status(0, caller('ALERT'), ext('1020', '11', 'RING'));
    await status(3, caller('ANSWERED'), ext('1020', '11', 'ANSWER'));
    await status(30.02, ext('1020', '11', 'BYE'), caller('ALERT'));
    await status(30.3, caller('ALERT'), ext('1003', '12', 'RING'));
    await status(36, caller('ANSWERED'), ext('1003', '12', 'ANSWER'));
    await status(96, caller('BYE'), ext('1003', '12', 'BYE'));
    await push(96.2, record('2026-11-24 10:00:00', '1020', '30'));
    expect(await listed()).toEqual([]);
    await push(96.3, record('2026-11-24 10:00:30', '1003', '66'));
    expect(await listed()).toMatchObject([
      {
        reported: false,
        transferor: { ext: '1020', basis: 'call-record' },
        target: { kind: 'ext', number: '1003', answeredBy: '1003' },
        outcome: 'answered',
        receivedAt: '2026-11-24T09:00:30.300Z',
      },
    ]);
  });

  it('is deleted when the PBX reports the transfer after all', async () => {
    const members = [caller('ANSWERED'), ext('1020', '11', 'ANSWER')];
    await push(30, transferEvent(callid, { members, sn }));
    expect(await listed()).toMatchObject([{ reported: true, target: { number: '1003' } }]);
  });
});
