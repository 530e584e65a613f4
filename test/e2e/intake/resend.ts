import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dialectNamed, writeEvent } from '../../../src/intake/dialects/dialects.js';
import { startApp } from '../../support/app.js';
import { ext, transferEvent, v1Transfer } from '../../support/pushes.js';

let app: Awaited<ReturnType<typeof startApp>>;

const at = (time: string) => ({ 'x-simulated-at': `2026-11-20T${time}Z` });
const v2 = (callid: string, leg?: string) => transferEvent(callid, { members: [ext('1', leg)] });

async function statuses(events: [unknown, string][]) {
  const answers = [];
  for (const [event, time] of events) answers.push((await app.post(event, at(time))).body);
  return answers;
}

describe('a re-send', () => {
  beforeAll(async () => {
    app = await startApp({ SIMULATION: 'on' });
  });
  afterAll(() => app?.stop());

  describe('the same event again', () => {
    it('is recognised within an hour of its last delivery; months later it is another call of a PBX whose clock went back', async () => {
      const [first, again, later, dayLater] = await statuses([
        [v2('1.1'), '08:00:00'],
        [v2('1.1'), '08:59:00'],
        [v2('1.1'), '09:58:00'],
        [v2('1.1'), '19:00:00'],
      ]);
      expect([again, later]).toEqual([
        { status: 'duplicate', id: first.id },
        { status: 'duplicate', id: first.id },
      ]);
      expect(dayLater.status).toBe('stored');
    });

    it('is another transfer of the same call when its channel is another', async () => {
      const [first, other] = await statuses([
        [v2('1.2', '01'), '08:00:00'],
        [v2('1.2', '02'), '08:00:01'],
      ]);
      expect([first.status, other.status]).toEqual(['stored', 'stored']);
    });

    it('without channel ids is another transfer once the transferor rang again, or another transfer lies between', async () => {
      const state = (callid: string, name: string, extid: string) => ({
        action: name,
        callid,
        call: [{ ext: { extid } }],
        sn: '369362089179',
      });
      const event = (callid: string) => v1Transfer(callid, '1005', '1001');
      const ringing = await statuses([
        [event('2.1'), '08:00:00'],
        [event('2.1'), '08:30:00'],
        [state('2.1', 'RING', '1005'), '08:31:00'],
        [event('2.1'), '08:32:00'],
        [event('2.1'), '08:33:00'],
      ]);
      expect(ringing.map(({ status }) => status)).toEqual([
        'stored',
        'duplicate',
        'recorded',
        'stored',
        'duplicate',
      ]);
      const between = await statuses([
        [event('2.6'), '08:00:00'],
        [v1Transfer('2.6', '1001', '1005'), '08:01:00'],
        [event('2.6'), '08:02:00'],
      ]);
      expect(between.map(({ status }) => status)).toEqual(['stored', 'stored', 'stored']);
      const answers = await statuses([
        [event('2.7'), '08:00:00'],
        [state('2.7', 'RING', '1001'), '08:00:01'],
        [v1Transfer('2.7', '1001', '1002'), '08:01:00'],
        [event('2.7'), '08:02:00'],
      ]);
      expect(answers.map(({ status }) => status)).toEqual(['stored', 'recorded', 'stored', 'duplicate']);
      const { data } = (await app.get('/transfers?callid=2.1&order=asc')).body;
      expect(data.map((t: { deliveries: number }) => t.deliveries)).toEqual([2, 2]);
    });

    it('a transfer from A to B and one from B to A are two transfers', async () => {
      const answers = await statuses([
        [v1Transfer('2.2', '1005', '1001'), '08:00:00'],
        [v1Transfer('2.2', '1001', '1005'), '08:01:00'],
      ]);
      expect(answers.map(({ status }) => status)).toEqual(['stored', 'stored']);
    });

    it('of another PBX is another transfer, though the call id is the same', async () => {
      const answers = await statuses([
        [v1Transfer('2.3', '1005'), '08:00:00'],
        [{ ...v1Transfer('2.3', '1005'), sn: '2' }, '08:00:00'],
      ]);
      expect(answers.map(({ status }) => status)).toEqual(['stored', 'stored']);
    });

    it.each(['v2', 'p-series'])(
      'on analogue phones, whose channels are their ports, in %s',
      async (dialect) => {
        const callid = `4.${dialect}`;
        const { names } = dialectNamed(dialect).writer;
        const push = (number: string, memberstatus?: string) =>
          writeEvent({
            ...(memberstatus
              ? { what: 'status', name: names.status! }
              : { what: 'transfer', name: names.transfer }),
            ...{ dialect, sn: '4', callid },
            members: [
              { kind: 'inbound', from: '600', to: '1', trunkname: 't', channelid: 'DAHDI/1-1' },
              { kind: 'ext', number, channelid: `DAHDI/${number}-1`, memberstatus },
            ],
          });
        const answers = await statuses([
          [push('1005'), '08:00:00'],
          [push('1001', 'RING'), '08:00:02'],
          [push('1001'), '08:00:40'],
          [push('1005', 'RING'), '08:00:42'],
          [push('1005'), '08:01:20'],
          [push('1005'), '08:20:00'],
        ]);
        expect(answers.map(({ status }) => status)).toEqual([
          ...['stored', 'recorded', 'stored', 'recorded', 'stored', 'duplicate'],
        ]);
      },
    );

    it('of old firmware without a serial number is taken, and shown with null', async () => {
      const { sn: _, ...event } = v1Transfer('2.5', '1005');
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
});
