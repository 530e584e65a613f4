import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp } from '../../support/app.js';
import { FakePbx } from '../../support/fake-pbx.js';
import { until } from '../../support/until.js';

const SECOND = 1_000;
/** The PBX's clock shows two hours more than UTC. */
const ZONE = 2 * 3600 * SECOND;
/** When the calls began; all but the last end as the PBX falls silent. */
let base = 0;
const soFar = () => Math.round((Date.now() - base) / SECOND);
const callid = (n: number) => `${base / SECOND}.${n}`;

/** A record that starts so many seconds into its call, as `cdr/search` has it. */
function record(n: number, at: number, from: string, to: string, seconds: number, more: object = {}) {
  return JSON.stringify({
    call_id: callid(n),
    time_start: new Date(base + ZONE + at * SECOND).toISOString().slice(0, 19).replace('T', ' '),
    call_from: from,
    call_to: to,
    call_duration: seconds,
    talk_duration: seconds,
    status: 'ANSWERED',
    type: 'Internal',
    ...more,
  });
}
const inbound = { type: 'Inbound', src_trunk_name: 'sip' };

const transfer = (sn: string, n: number, ...numbers: string[]) => ({
  type: 30013,
  sn,
  msg: {
    call_id: callid(n),
    members: [
      { inbound: { from: '4930555', to: numbers[0], trunk_name: 'sip', channel_id: `PJSIP/sip-${n}` } },
      { extension: { number: numbers[0], channel_id: `PJSIP/${numbers[0]}-${n}` } },
    ],
  },
});

let app: Awaited<ReturnType<typeof startApp>>;
const pbx = new FakePbx();

/** Silence, and the records of the time. */
async function gap(records: string[]) {
  pbx.records = records;
  const before = (await app.get('/pbxs')).body.data[0]?.gaps.length ?? 0;
  await pbx.reboot();
  await until(async () => (await app.get('/pbxs')).body.data[0].gaps.length === before + 1);
  await app.storiesComputed();
}
const listed = async (query: string) => (await app.get(`/transfers?order=asc&${query}`)).body.data;

beforeAll(async () => {
  await pbx.start();
  app = await startApp({
    PBX_1_URL: pbx.url,
    PBX_1_USER: pbx.user,
    PBX_1_PASSWORD: pbx.password,
    PBX_1_API: 'p',
  });
  for (const number of ['1020', '2000', '2001'])
    await app.query(`INSERT INTO extensions (sn, number) VALUES ('', $1) ON CONFLICT DO NOTHING`, [number]);
  await until(async () => (await app.get('/health/ready')).body.links[0].state === 'up');
  base = Math.floor(Date.now() / SECOND) * SECOND - 60 * SECOND;
  // The serial number of this PBX is known from an event; a call from inside, not handed on.
  await pbx.transfer(callid(0));
  await until(async () => (await app.get('/transfers')).body.data.length === 1);
  await app.query('DELETE FROM transfers');
  // The PBX reports this one, and then nothing of how it ended.
  await app.deliver(transfer(pbx.sn, 1, '1020'));
  await gap([
    record(1, soFar() - 30, '4930555', '1020', 30, inbound),
    record(1, soFar(), '4930555', '2000', 12, { ...inbound, talk_duration: 9 }),
    // Of these it sent no event.
    record(2, 16, '4930777', '1020', 20, inbound),
    record(2, 36, '4930777', '2000', 14, inbound),
    record(2, 51, '4930777', '2001', 9, { ...inbound, status: 'NO ANSWER' }),
    // A menu that hands on, a queue that rings, and two calls that nobody handed on.
    record(3, 38, '4930888', '6500', 8, inbound),
    record(3, 46, '4930888', '1020', 14, inbound),
    record(4, 10, '4930999', '6200(2000)', 50, inbound),
    record(4, 15, '4930999', '2000', 45, inbound),
    record(5, 10, '1020', '2000', 50),
    record(6, 20, '4930111', '1020', 20, { ...inbound, status: 'NO ANSWER' }),
    record(6, 40, '4930111', '2000', 20, inbound),
  ]);
});
afterAll(async () => {
  await app?.stop();
  await pbx.stop();
});

describe("a gap's call records", () => {
  it('show how a transfer ended that the PBX had reported before', async () => {
    const [first, ...more] = await listed('');
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      callid: callid(1),
      reported: true,
      transferor: { ext: '1020', basis: 'only-extension' },
      target: { number: '2000' },
      outcome: 'answered',
      storyBasis: 'call-record',
    });
  });

  it('show transfers that it did not report: kept as inferred, with their basis and the time they were made', async () => {
    const found = await listed('reported=false');
    expect(found).toHaveLength(2);
    expect(found[0]).toMatchObject({
      callid: callid(2),
      sn: pbx.sn,
      reported: false,
      direction: 'inbound',
      transferor: { ext: '1020', basis: 'call-record' },
      transferee: { kind: 'inbound', number: '4930777' },
      target: { kind: 'ext', number: '2000', answeredBy: '2000' },
      outcome: 'answered',
      storyBasis: 'call-record',
      hop: 1,
    });
    expect(found[1]).toMatchObject({
      callid: callid(2),
      transferor: { ext: '2000', basis: 'call-record' },
      target: { kind: 'ext', number: '2001', answeredBy: null },
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
    const call = async (query: string) =>
      (await app.get(`/calls/${callid(2)}${query}`)).body.data[0] as { handedOn: number; events: unknown[] };
    expect([(await call('')).handedOn, (await call('?reported=any')).handedOn]).toEqual([0, 2]);
    expect((await call('')).events).toHaveLength(3);
  });

  it('fetched once more change nothing, and are dropped when the PBX reports the call after all', async () => {
    await gap(pbx.records);
    expect(await listed('reported=false')).toHaveLength(2);
    expect((await app.post(transfer(pbx.sn, 2, '1020'))).status).toBe(200);
    await app.storiesComputed();
    expect(await listed('reported=false')).toEqual([]);
    expect(await listed('')).toHaveLength(2);
  });

  it('leave nothing of an erased number', async () => {
    await gap([
      record(7, soFar() - 20, '4930222333', '1020', 10, inbound),
      record(7, soFar() - 10, '4930222333', '2000', 10, inbound),
    ]);
    expect(await listed('reported=false')).toHaveLength(1);
    await fetch(`${app.url}/numbers/4930222333`, { method: 'DELETE' });
    expect((await app.get('/transfers?reported=any')).text).not.toContain('4930222333');
    expect((await listed('reported=false'))[0].transferee.number).toBe('erased');
  });
});
