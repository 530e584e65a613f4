import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp } from '../../support/app.js';
import type { HappenedCall, Leg, Party } from '../../support/fake-pbx/calls/call.js';
import { EXTENSIONS, MENU, QUEUE } from '../../support/fake-pbx/calls/company.js';
import { PSeriesPbx } from '../../support/fake-pbx/p-series/p-series-pbx.js';
import { uidOf } from '../../support/fake-pbx/p-series/rows.js';
import { until } from '../../support/until.js';
import { pSeriesTransfer } from '../../support/pushes.js';

const SECOND = 1_000;
/** When the calls began; all but the last end as the PBX falls silent. */
let base = 0;
const soFar = () => Math.floor((Date.now() - base) / SECOND);
const callid = (n: number) => `${base / SECOND}.${n}`;

const [first, second, third] = EXTENSIONS as [Party, Party, Party];
const outside = (number: string): Party => ({ kind: 'outside', number, name: '' });

/** A leg that starts so many seconds into its call. */
function leg(n: number, at: number, from: Party, to: Party, seconds: number, more: Partial<Leg> = {}): Leg {
  const startedAt = base / SECOND + at;
  return {
    ...{ callid: callid(n), from, to, startedAt, answeredAt: startedAt, endedAt: startedAt + seconds },
    ...{ status: 'ANSWERED', end: { by: from, how: 'hung up' }, takenBy: null, continues: null },
    ...more,
  };
}
const missed = { answeredAt: null, status: 'NO ANSWER' } as const;
const call = (...legs: Leg[]): HappenedCall => ({ name: '', did: '', legs, transfers: [], forwards: [] });

const transfer = (sn: string, n: number, to: string) =>
  pSeriesTransfer(callid(n), { from: '4930555', to, sn });

let app: Awaited<ReturnType<typeof startApp>>;
const pbx = new PSeriesPbx({ firmware: 'old' });

/** Silence, and the records of the time. */
async function gap(calls: HappenedCall[]) {
  pbx.happenUnseen(calls);
  const before = (await app.get('/pbxs')).body.data[0]?.gaps.length ?? 0;
  await pbx.reboot();
  await until(async () => (await app.get('/pbxs')).body.data[0].gaps.length === before + 1);
  await until(async () => (await app.get('/pbxs')).body.data[0].gaps[0].records > 0);
  await app.storiesComputed();
}
const listed = async (query: string) => (await app.get(`/transfers?order=asc&${query}`)).body.data;

beforeAll(async () => {
  await pbx.start();
  app = await startApp(pbx.settings);
  await until(async () => (await app.get('/pbxs')).body.data[0]?.sn === pbx.sn);
  base = Math.floor(Date.now() / SECOND) * SECOND - 60 * SECOND;
  // The PBX reports this one, and then nothing of how it ended.
  await app.deliver(transfer(pbx.sn, 1, first.number));
  const made = soFar();
  await until(() => soFar() > made + 4);
  const [x, y, z] = [outside('4930555'), outside('4930777'), outside('4930888')];
  await gap([
    call(leg(1, 0, x, first, made), leg(1, made, x, second, 4, { answeredAt: base / SECOND + made + 2 })),
    // Of these it sent no event.
    call(leg(2, 16, y, first, 20), leg(2, 36, y, second, 14), leg(2, 50, y, third, 9, missed)),
    // A menu that hands on, a queue that rings, and two calls that nobody handed on.
    call(leg(3, 38, z, MENU, 8), leg(3, 46, z, first, 14)),
    call(leg(4, 10, outside('4930999'), QUEUE, 50), leg(4, 10, outside('4930999'), second, 50)),
    call(leg(5, 10, first, second, 50)),
    call(leg(6, 20, outside('4930111'), first, 20, missed), leg(6, 40, outside('4930111'), second, 20)),
  ]);
});
afterAll(async () => {
  await app?.stop();
  await pbx.disappear();
});

describe("a gap's call records", () => {
  it('show how a transfer ended that the PBX had reported before', async () => {
    const [reported, ...more] = await listed('');
    expect(more).toEqual([]);
    expect(reported).toMatchObject({
      callid: callid(1),
      reported: true,
      transferor: { ext: first.number, basis: 'only-extension' },
      target: { number: second.number },
      outcome: 'answered',
      storyBasis: 'call-record',
    });
  });

  it('show transfers that it did not report: kept as inferred, with their basis and the time they were made', async () => {
    const found = await listed('reported=false');
    expect(found).toHaveLength(2);
    // Without a recording nothing names the call but the PBX's other id.
    expect([callid(2), uidOf(callid(2), pbx.display.offsetMinutes)]).toContain(found[0].callid);
    expect(found[0]).toMatchObject({
      sn: pbx.sn,
      reported: false,
      direction: 'inbound',
      transferor: { ext: first.number, basis: 'call-record' },
      transferee: { kind: 'inbound', number: '4930777' },
      target: { kind: 'ext', number: second.number, answeredBy: second.number },
      outcome: 'answered',
      storyBasis: 'call-record',
      hop: 1,
    });
    expect(found[1]).toMatchObject({
      callid: found[0].callid,
      transferor: { ext: second.number, basis: 'call-record' },
      target: { kind: 'ext', number: third.number, answeredBy: null },
      outcome: 'unanswered',
      hop: 2,
    });
    expect(Date.parse(found[1].receivedAt) - Date.parse(found[0].receivedAt)).toBeLessThanOrEqual(
      15 * SECOND,
    );
  });

  it('are not counted among what was reported, unless asked for: list, export, report, rollup, call', async () => {
    const total = async (reported: string) =>
      (await app.get(`/transfers?count=true&limit=1&reported=${reported}`)).body.total;
    expect([await total('true'), await total('false'), await total('any')]).toEqual([1, 2, 3]);
    const lines = async (query: string) =>
      (await app.get(`/transfers.ndjson?${query}`)).text.split('\n').length - 1;
    expect([await lines(''), await lines('reported=any')]).toEqual([1, 3]);
    const day = `from=${new Date(base - 86_400_000).toISOString()}&by=ext`;
    const sums = async (query: string) => {
      const { transfers, certain, inferred } = (await app.get(`/reports/transfers?${day}&${query}`)).body
        .totals;
      return { transfers, certain, inferred };
    };
    expect(await sums('')).toEqual({ transfers: 1, certain: 1, inferred: 0 });
    expect(await sums('reported=any')).toEqual({ transfers: 3, certain: 1, inferred: 2 });
    const [silent] = await listed('reported=false');
    const story = async (query: string) =>
      (await app.get(`/calls/${silent.callid}${query}`)).body.data[0] as {
        handedOn: number;
        events: unknown[];
      };
    expect([(await story('')).handedOn, (await story('?reported=any')).handedOn]).toEqual([0, 2]);
    expect((await story('')).events).toHaveLength(3);
  });

  it('are dropped when the PBX reports the call after all', async () => {
    const [silent] = await listed('reported=false');
    const event = transfer(pbx.sn, 2, first.number);
    event.msg.call_id = silent.callid;
    expect((await app.post(event)).status).toBe(200);
    await app.storiesComputed();
    expect(await listed('reported=false')).toEqual([]);
    expect(await listed('')).toHaveLength(2);
  });

  it('leave nothing of an erased number', async () => {
    const caller = outside('4930222333');
    await gap([call(leg(7, soFar() - 20, caller, first, 10), leg(7, soFar() - 10, caller, second, 10))]);
    expect(await listed('reported=false')).toHaveLength(1);
    await fetch(`${app.url}/numbers/4930222333`, { method: 'DELETE' });
    expect((await app.get('/transfers?reported=any')).text).not.toContain('4930222333');
    expect((await listed('reported=false'))[0].transferee.number).toBe('erased');
  });
});
