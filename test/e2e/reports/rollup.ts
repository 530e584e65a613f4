import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FiguresReader } from '../../../src/reports/sql/figures.reader.js';
import { BY } from '../../../src/reports/dimensions/dimensions.js';
import type { Bounded } from '../../../src/reports/dimensions/dimension.js';
import { isRolled } from '../../../src/reports/rollup/rollup.reader.js';
import { EVERYTHING } from '../../../src/transfer/visibility.js';
import { Database } from '../../../src/database/database.js';
import { RollupStore } from '../../../src/reports/rollup/rollup.store.js';
import { startApp } from '../../support/app.js';
import { storeMadeUp } from '../../support/stories/made-up-transfers.js';
import { until } from '../../support/until.js';

const ROLLED = BY.filter((by) => by !== 'caller');

let app: Awaited<ReturnType<typeof startApp>>;
let reader: FiguresReader;
let store: RollupStore;

const filter = (from: string, to: string, more: Partial<Bounded> = {}): Bounded => ({
  from: new Date(from),
  to: new Date(to),
  role: 'any',
  reported: true,
  tz: 'Europe/Madrid',
  visibility: EVERYTHING,
  ...more,
});
const PERIODS = [
  filter('2026-10-01T00:00:00Z', '2026-12-01T00:00:00Z'),
  filter('2026-10-21T22:00:00Z', '2026-11-05T23:00:00Z'),
  filter('2026-10-23T11:11:11Z', '2026-10-23T18:00:00Z'),
  filter('2026-10-21T18:15:00Z', '2026-11-04T18:15:00Z', { tz: 'Asia/Kathmandu', sn: ['', '3631A2000001'] }),
];

/** In any order: SQL gives groups in none. */
const sorted = ({ totals, groups }: Awaited<ReturnType<FiguresReader['count']>>) => ({
  totals,
  groups: groups.map((group) => JSON.stringify(group)).sort(),
});

async function expectEqualToTheRows() {
  for (const by of ROLLED)
    for (const period of PERIODS) {
      expect(isRolled(by, period)).toBe(true);
      const [kept, counted] = [await reader.count(by, period), await reader.countRows(by, period)];
      expect([by, sorted(kept)]).toEqual([by, sorted(counted)]);
    }
}

async function rollAll() {
  while (await store.roll(50));
}
/** A transaction that stays open anywhere in the server, such as another test's, holds the horizon back. */
async function horizonPasses() {
  await until(async () => {
    await rollAll();
    const [{ passed }] =
      await app.query(`SELECT max(greatest(created_tx::text::bigint, changed_tx::text::bigint))
      < (SELECT tx::text::bigint FROM report_horizon) AS passed FROM transfers`);
    return passed;
  });
}
const keptDays = async () =>
  (await app.query(`SELECT day::text FROM report_blocks WHERE days = 1 ORDER BY 1`)).map(
    ({ day }: { day: string }) => day,
  );

describe('what is rolled up', () => {
  beforeAll(async () => {
    app = await startApp({}, { stories: 'written' });
    reader = app.app.get(FiguresReader);
    store = app.app.get(RollupStore);
    await storeMadeUp(app, 3, 1200, '2026-10-20T00:00:00Z', '2026-11-10T00:00:00Z');
  });
  afterAll(() => app?.stop());

  it('equals the rows before any day is kept, and after', async () => {
    expect(await keptDays()).toEqual([]);
    await expectEqualToTheRows();
    await rollAll();
    expect(await keptDays()).toHaveLength(21);
    await expectEqualToTheRows();
  });

  it('is what a report reads', async () => {
    await horizonPasses();
    const [period, short] = PERIODS as [Bounded, Bounded];
    const before = await reader.count('ext', period);
    for (const [days, where] of [
      [1, short],
      [4, short],
      [16, period],
    ] as const) {
      const right = await reader.count('ext', where);
      await app.query('UPDATE report_rollups SET transfers = transfers + 1 WHERE days = $1', [days]);
      const { totals, groups } = await reader.count('ext', where);
      expect([days, totals.transfers]).not.toEqual([days, right.totals.transfers]);
      expect([days, groups]).not.toEqual([days, right.groups]);
    }
    const { status, body } = await app.post('', {}, '/reports/rebuild');
    expect([status, body.forgotten]).toEqual([200, expect.any(Number)]);
    expect(body.forgotten).toBeGreaterThan(21);
    await rollAll();
    expect(sorted(await reader.count('ext', period))).toEqual(sorted(before));
  });

  it('is exact at once when a story is corrected late, and after the next round', async () => {
    await app.query(`UPDATE transfers SET outcome = 'answered', kind = 'blind', answered_at = received_at + interval '9 s'
      WHERE received_at::date = '2026-10-25'`);
    await app.query(`UPDATE transfers SET transferor_ext = '1999', transferor_basis = 'story', hop = hop + 1
      WHERE received_at::date = '2026-10-27' AND hop = 1`);
    await expectEqualToTheRows();
    await rollAll();
    await expectEqualToTheRows();
    expect((await reader.count('ext', PERIODS[0]!)).groups.map(({ key }) => key['ext'])).toContain('1999');
  });

  it("is exact when a transfer comes late that makes another day's call one of two", async () => {
    await app.query(`INSERT INTO transfers (sn, id, callid, dialect, received_at, direction, transferor_basis, identity, last_delivered_at, hop)
      SELECT sn, gen_random_uuid(), callid, dialect, received_at + interval '3 days', direction, 'unknown',
        sha256(id::text::bytea || 'late'), received_at, hop + 1
      FROM transfers WHERE received_at::date = '2026-10-30'`);
    await expectEqualToTheRows();
    await rollAll();
    await expectEqualToTheRows();
  });

  it('is exact when a commit comes after the round that its transaction began before', async () => {
    const client = await app.app.get(Database).pool.connect();
    await client.query('BEGIN');
    await client.query(`UPDATE transfers SET outcome = 'failed' WHERE received_at::date = '2026-11-01'`);
    await client.query(`INSERT INTO transfers (sn, id, callid, dialect, received_at, direction, transferor_basis, identity, last_delivered_at)
      VALUES ('', gen_random_uuid(), '7.7', 'v2', '2026-11-01T10:00:00Z', 'inbound', 'unknown', 'late', now())`);
    await app.query(`UPDATE transfers SET outcome = 'abandoned' WHERE received_at::date = '2026-11-02'`); // a later one, committed first
    await rollAll();
    await expectEqualToTheRows();
    await client.query('COMMIT');
    client.release();
    await expectEqualToTheRows();
    await rollAll();
    await expectEqualToTheRows();
    expect(await keptDays()).toHaveLength(21);
  });

  it('is exact when rows are deleted, also while a round runs', async () => {
    const [{ callid }] = await app.query(
      `SELECT callid FROM transfers GROUP BY sn, callid HAVING count(*) > 1 LIMIT 1`,
    );
    await app.query(
      'DELETE FROM transfers WHERE id = (SELECT id FROM transfers WHERE callid = $1 ORDER BY id LIMIT 1)',
      [callid],
    );
    await expectEqualToTheRows();
    await Promise.all([
      rollAll(),
      app.query(`DELETE FROM transfers WHERE received_at < '2026-10-22'`),
      rollAll(),
    ]);
    await expectEqualToTheRows();
    await rollAll();
    await expectEqualToTheRows();
  });

  it('is not trusted in a database that was moved to another server, whose transactions count anew', async () => {
    await app.query(`UPDATE report_horizon SET tx = '900000000000'`);
    await app.query(`UPDATE report_rollups SET transfers = transfers + 1`);
    await expectEqualToTheRows();
    await rollAll();
    await expectEqualToTheRows();
  });

  it('leaves today to the rows', async () => {
    await storeMadeUp(app, 4, 50, new Date().toISOString().slice(0, 10), new Date().toISOString());
    await rollAll();
    expect(await keptDays()).not.toContain(new Date().toISOString().slice(0, 10));
  });

  it('does not know filters of single transfers', () => {
    for (const more of [
      { ext: ['1'] },
      { outcome: ['failed' as const] },
      { hops: 2 },
      { weekdays: [1] },
      { reported: null },
    ])
      expect(isRolled('ext', { ...PERIODS[0]!, ...more })).toBe(false);
    expect(isRolled('caller', PERIODS[0]!)).toBe(false);
  });
});
