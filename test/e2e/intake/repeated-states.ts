import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp } from '../../support/app.js';

let app: Awaited<ReturnType<typeof startApp>>;

const CALL = { call: [{ ext: { extid: '1005' } }], sn: '369362089179' };

async function push(events: [unknown, string][]) {
  for (const [event, time] of events) await app.post(event, { 'x-simulated-at': `2026-11-20T${time}Z` });
}

/** The kept states of a call: what, and in which minute and second. */
async function namesAndTimes(callid: string) {
  const rows = await app.query('SELECT name, received_at FROM recorded_events WHERE callid = $1 ORDER BY 2', [
    callid,
  ]);
  return rows.map(
    (row: { name: string; received_at: Date }) =>
      `${row.name} ${row.received_at.toISOString().slice(14, 19)}`,
  );
}

describe('the same state of v1 again', () => {
  beforeAll(async () => {
    app = await startApp({ SIMULATION: 'on' });
  });
  afterAll(() => app?.stop());

  it('a status event counts once, and again when its extension rings again after a BYE', async () => {
    const state = (action: string) => ({ action, callid: '2.4', ext: { extid: '1000' }, sn: '3' });
    await push([
      [state('RING'), '08:00:00'],
      [state('RING'), '08:00:30'],
      [state('ANSWER'), '08:01:00'],
      [state('RING'), '08:01:20'],
      [state('BYE'), '08:02:00'],
      [state('RING'), '08:03:00'],
    ]);
    expect(await namesAndTimes('2.4')).toEqual(['RING 00:00', 'ANSWER 01:00', 'BYE 02:00', 'RING 03:00']);
  });

  it('a status event counts again when the call comes back within a minute; within seconds after a transfer it does not', async () => {
    const state = (action: string) => ({ action, callid: '2.8', ...CALL });
    await push([
      [state('RING'), '08:00:00'],
      [state('ANSWER'), '08:00:03'],
      [state('Tranfer'), '08:00:06'],
      [state('RING'), '08:00:09'], // after it was answered too late
      [state('RING'), '08:00:30'],
      [state('ANSWER'), '08:00:33'],
    ]);
    expect(await namesAndTimes('2.8')).toEqual(['RING 00:00', 'ANSWER 00:03', 'RING 00:30', 'ANSWER 00:33']);
  });

  it('a phone that rings again and again within a minute is kept each time, and each re-send counts once', async () => {
    const state = (callid: string) => (action: string) => ({ action, callid, ...CALL });
    const slow = state('2.9');
    const rounds: [unknown, string][] = [0, 1, 2, 3].flatMap((n): [unknown, string][] => {
      const second = n * 30;
      const time = (after: number) =>
        `08:0${Math.floor((second + after) / 60)}:${`${(second + after) % 60}`.padStart(2, '0')}`;
      return [
        [slow('RING'), time(0)],
        [slow('RING'), time(1)],
        [slow('BYE'), time(20)],
        [slow('BYE'), time(28)],
      ];
    });
    await push(rounds);
    expect(await namesAndTimes('2.9')).toEqual([
      ...['RING 00:00', 'BYE 00:20', 'RING 00:30', 'BYE 00:50'],
      ...['RING 01:00', 'BYE 01:20', 'RING 01:30', 'BYE 01:50'],
    ]);
    // What is taken for a re-send within the first seconds does not make later ones re-sends.
    const fast = state('2.10');
    await push(
      ['00', '02', '04', '06', '08', '10', '12', '14'].map((second, n): [unknown, string] => [
        fast(n % 2 === 0 ? 'RING' : 'BYE'),
        `08:00:${second}`,
      ]),
    );
    expect(await namesAndTimes('2.10')).toEqual([...['RING 00:00', 'BYE 00:02', 'RING 00:08', 'BYE 00:10']]);
  });

  it('an answer counts again only after its phone rang again', async () => {
    const state = (action: string) => ({ action, callid: '2.11', ...CALL });
    await push([
      [state('RING'), '08:00:00'],
      [state('ANSWER'), '08:00:03'],
      [state('BYE'), '08:00:10'],
      [state('ANSWER'), '08:00:13'],
      [state('RING'), '08:00:20'],
      [state('ANSWER'), '08:00:23'],
      [state('BYE'), '08:00:40'],
    ]);
    expect(await namesAndTimes('2.11')).toEqual([
      ...['RING 00:00', 'ANSWER 00:03', 'BYE 00:10'],
      ...['RING 00:20', 'ANSWER 00:23', 'BYE 00:40'],
    ]);
  });
});
