import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Pool } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../support/postgres/database.js';

/** Small tables that a cluster keeps whole on every node, and the migrations' own ledger. */
const REFERENCE_TABLES = [
  'access_keys',
  'report_horizon',
  'report_blocks',
  'report_mails',
  '_prisma_migrations',
];

let database: TestDatabase;
let pool: Pool;

describe('the tables can be distributed by PBX as they are', () => {
  beforeAll(async () => {
    database = await createTestDatabase();
    pool = new Pool({ connectionString: database.url });
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('every primary key, unique index and foreign key of a fact table carries sn', async () => {
    const { rows } = await pool.query<{ name: string; table: string; columns: string[] }>(
      `SELECT i.indexrelid::regclass::text AS name, i.indrelid::regclass::text AS table,
         array_agg(a.attname::text) AS columns
       FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = 'public'::regnamespace
       LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
       WHERE i.indisunique GROUP BY 1, 2
       UNION ALL
       SELECT k.conname, k.conrelid::regclass::text, array_agg(a.attname::text)
       FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
       WHERE k.contype IN ('f', 'x') AND k.connamespace = 'public'::regnamespace GROUP BY 1, 2`,
    );
    const facts = rows.filter(({ table }) => !REFERENCE_TABLES.includes(table));
    expect(facts.length).toBeGreaterThan(6);
    expect(facts.filter(({ columns }) => !columns.includes('sn'))).toEqual([]);
  });

  it('every fact table has sn, never null', async () => {
    const { rows } = await pool.query<{ table: string; ok: boolean }>(
      `SELECT c.relname AS table, EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'sn'
         AND a.attnotnull) AS ok
       FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace`,
    );
    const without = rows.filter(({ table, ok }) => !ok && !REFERENCE_TABLES.includes(table));
    expect(without).toEqual([]);
  });
});
