import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp } from '../../support/app.js';

let app: Awaited<ReturnType<typeof startApp>>;
beforeAll(async () => {
  app = await startApp({ SIMULATION: 'on' });
});
afterAll(() => app?.stop());

const at = (time: string) => ({ 'x-simulated-at': `2026-11-20T${time}Z` });
const v1 = (callid: string, ...exts: string[]) => ({
  action: 'Tranfer',
  callid,
  call: exts.map((extid) => ({ ext: { extid } })),
  sn: '369362089179',
});
const v2 = (callid: string, channel = '00000001') => ({
  event: 'Tranfer',
  callid,
  members: [{ ext: { number: '1', channelid: `PJSIP/1-${channel}` } }],
  sn: '369451090405',
});

async function statuses(events: [unknown, string][]) {
  const answers = [];
  for (const [event, time] of events) answers.push((await app.post(event, at(time))).body);
  return answers;
}

describe('the same event again', () => {
  it('is recognised for ever where every member has a channel id', async () => {
    const [first, again] = await statuses([
      [v2('1.1'), '08:00:00'],
      [v2('1.1'), '19:00:00'],
    ]);
    expect(again).toEqual({ status: 'duplicate', id: first.id });
  });

  it('is another transfer of the same call when its channel is another', async () => {
    const [first, other] = await statuses([
      [v2('1.2', '00000001'), '08:00:00'],
      [v2('1.2', '00000002'), '08:00:01'],
    ]);
    expect([first.status, other.status]).toEqual(['stored', 'stored']);
  });

  it('is recognised within ten minutes of its last delivery where there are no channel ids, and is a new transfer after', async () => {
    const event = v1('2.1', '1005', '1001');
    const [first, second, third, later, laterAgain] = await statuses([
      [event, '08:00:00'],
      [event, '08:09:59'],
      [event, '08:19:58'], // ten minutes of the last delivery, twenty of the first
      [event, '08:29:59'],
      [event, '08:30:00'],
    ]);
    const again = { status: 'duplicate', id: first.id };
    expect([second, third]).toEqual([again, again]);
    expect(later.status).toBe('stored');
    expect(later.id).not.toBe(first.id);
    expect(laterAgain).toEqual({ status: 'duplicate', id: later.id });
    const { data } = (await app.get('/transfers?callid=2.1&order=asc')).body;
    expect(data.map((t: { deliveries: number }) => t.deliveries)).toEqual([3, 2]);
  });

  it('handed to B, given back and handed to B again counts as two when the members differ', async () => {
    const answers = await statuses([
      [v1('2.2', '1005', '1001'), '08:00:00'],
      [v1('2.2', '1001', '1005'), '08:01:00'],
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['stored', 'stored']);
  });

  it('of another PBX is another transfer, though the call id is the same', async () => {
    const answers = await statuses([
      [v1('2.3', '1005'), '08:00:00'],
      [{ ...v1('2.3', '1005'), sn: '2' }, '08:00:00'],
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['stored', 'stored']);
  });

  it('that only helps to compute a story counts once within ten minutes', async () => {
    const ring = {
      action: 'RING',
      callid: '2.4',
      ext: { extid: '1000' },
      sn: '3',
    };
    await statuses([
      [ring, '08:00:00'],
      [ring, '08:05:00'],
      [ring, '08:16:00'],
    ]);
    const rows = await app.query(`SELECT received_at FROM recorded_events WHERE callid = '2.4' ORDER BY 1`);
    expect(rows.map((row: { received_at: Date }) => row.received_at.toISOString().slice(11, 16))).toEqual([
      '08:00',
      '08:16',
    ]);
  });

  it('of old firmware without a serial number is taken, and shown with null', async () => {
    const { sn: _, ...event } = v1('2.5', '1005');
    expect((await app.post({ ...event, call: undefined, ext: { extid: '1005' } })).body.status).toBe(
      'stored',
    );
    const { data } = (await app.get('/transfers?callid=2.5&sn=none')).body;
    expect(data).toMatchObject([
      {
        sn: null,
        dialect: 'v1.0',
        transferor: { ext: null, basis: 'unknown' },
      },
    ]);
  });
});

it('the simulated arrival counts only where the settings say so', async () => {
  const plain = await startApp();
  try {
    await plain.post(v2('3.1'), at('08:00:00'));
    const { data } = (await plain.get('/transfers')).body;
    expect(Date.now() - Date.parse(data[0].receivedAt)).toBeLessThan(60_000);
  } finally {
    await plain.stop();
  }
});
