import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { isPlanned } from '../../../src/database/connections.js';
import { FilterQuery } from '../../../src/filter/filter.dto.js';
import { columnsFor } from '../../../src/history/transfer.reader.js';
import { EVERYTHING } from '../../../src/transfer/visibility.js';
import { pageQuery } from '../../../src/filter/sql/page.js';
import { createTestDatabase } from '../../support/postgres/database.js';
import { tablesReadWhole } from '../../support/postgres/plan.js';
import { readPage, type UrlQuery } from '../../support/read-page.js';

/** Enough that reading a table from its beginning to its end is a choice that the planner has, and a bad one. */
const TRANSFERS = 15_000;

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;

/** Of each parameter a value that many transfers have, one that few have, and one that none has. */
const ASKED: Record<keyof FilterQuery, UrlQuery[]> = {
  callid: [{ callid: '1763769540.1' }, { callid: ['a', 'b'] }],
  ext: [{ ext: '10000' }, { ext: '14000' }, { ext: 'x' }, { ext: ['10000', '10001', 'x'] }],
  role: ['transferor', 'transferee', 'target'].map((role) => ({ role, ext: '10000' })),
  number: ['+34600000000', '+3460000*', '+34600000*', '*12345', 'x'].map((number) => ({ number })),
  did: [{ did: '+34910000000' }, { did: 'x' }, { did: ['+34910000000', '+34910000001'] }],
  trunk: [{ trunk: 'trunk1' }, { trunk: 'x' }, { trunk: ['trunk1', 'trunk2'] }],
  sn: [{ sn: '369451090400' }, { sn: '369451090404' }, { sn: 'none' }],
  direction: [{ direction: 'inbound' }, { direction: 'internal' }],
  outcome: [{ outcome: 'answered' }, { outcome: 'failed' }, { outcome: 'abandoned' }],
  kind: [{ kind: 'blind' }, { kind: 'forward' }],
  group: [{ group: 'group 1' }, { group: 'x' }, { group: 'group 0', role: 'target' }],
  reported: [{ reported: 'true' }, { reported: 'false' }, { reported: 'any' }],
  from: [{ from: '2026-02-01' }, { from: '2026-11-20' }, { from: '2027-01-01' }],
  to: [{ to: '2026-02-01' }, { to: '2025-11-23' }, { to: '2025-01-01' }],
  tz: [{ tz: 'Europe/Madrid' }],
  hours: [{ hours: '09:00-18:00' }, { hours: '23:59-00:00' }],
  weekdays: [{ weekdays: '1-5' }, { weekdays: '7' }],
  hops: [{ hops: '1' }, { hops: '2' }, { hops: '9' }],
};

async function questionOf(query: UrlQuery, order: 'asc' | 'desc', at: string | null) {
  const { filter } = await readPage(query);
  const after = at ? { receivedAt: new Date(at), id: 'ffffffff-ffff-7fff-bfff-ffffffffffff' } : null;
  return pageQuery(columnsFor(EVERYTHING), filter, { order, after, limit: 51 });
}

/** Which tables a page of this list would read from the beginning to the end. */
async function readWhole(query: UrlQuery, order: 'asc' | 'desc', at: string | null): Promise<string[]> {
  const { text, values } = await questionOf(query, order, at);
  // What is planned once is planned without knowing the values.
  const { rows } = isPlanned(text)
    ? await client.query(`EXPLAIN (FORMAT JSON, GENERIC_PLAN) ${text}`)
    : await client.query(`EXPLAIN (FORMAT JSON) ${text}`, values);
  return tablesReadWhole(rows).filter((table) => table !== 'extensions');
}

describe('plans', () => {
  beforeAll(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    const fill = readFileSync(
      fileURLToPath(new URL('../../proofs/bench/history-fill.sql', import.meta.url)),
      'utf8',
    );
    await client.query(fill.replaceAll(':transfers', String(TRANSFERS)));
    await client.query(`INSERT INTO extensions (number, "group") SELECT '1' || lpad(n::text, 4, '0'), 'group ' || n / 10
    FROM generate_series(0, 999) n`);
    await client.query('ANALYZE');
  });
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  describe('no single filter of /transfers reads a table of facts from its beginning to its end', () => {
    it.each(Object.keys(new FilterQuery()) as (keyof FilterQuery)[])('?%s=', async (name) => {
      expect(ASKED[name]?.length).toBeGreaterThan(0);
      for (const query of ASKED[name])
        for (const order of ['desc', 'asc'] as const)
          for (const at of [null, '2026-05-01T00:00:00Z'])
            expect({ query, order, at, tables: await readWhole(query, order, at) }).toEqual({
              query,
              order,
              at,
              tables: [],
            });
    });
  });

  describe('a page is planned once per connection', () => {
    const period = { from: '2026-02-01', to: '2026-05-01' };
    it.each<UrlQuery>([
      { ext: '10000' },
      { ext: '10000', ...period },
      { number: '+34600000000' },
      { trunk: 'trunk1' },
    ])('of one party, however many transfers it has: %j', async (query) =>
      expect(isPlanned((await questionOf(query, 'desc', null)).text)).toBe(true),
    );

    it.each<UrlQuery>([
      {},
      period,
      { ext: '10000', outcome: 'abandoned' },
      { ext: '10000', hours: '09:00-18:00' },
      { ext: ['10000', '10001'] },
      { group: 'group 1' },
      { number: '+346*' },
    ])('but not where the best plan hangs on the values: %j', async (query) =>
      expect(isPlanned((await questionOf(query, 'desc', null)).text)).toBe(false),
    );

    it('but not for a key with bounds', async () => {
      const { filter } = await readPage({ ext: '10000' }, { ...EVERYTHING, pbxes: ['369451090400'] });
      expect(
        isPlanned(pageQuery(columnsFor(EVERYTHING), filter, { order: 'desc', after: null, limit: 51 }).text),
      ).toBe(false);
    });
  });
});
