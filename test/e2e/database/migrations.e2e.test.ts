import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { Pool } from 'pg';
import { migrate, readMigrations } from '../../../src/database/migrations.js';
import { everything, openSchemaEngine, readSchema } from '../../../src/database/schema-engine.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres/database.js';
import { until } from '../../support/until.js';

/** What Prisma's schema language cannot say and only a migration's SQL does, as catalog() prints it. */
const ONLY_IN_MIGRATIONS = [
  `CREATE INDEX members_outside_received_at_transfer_id_idx ON public.members USING btree (( CASE kind WHEN 'inbound'::text THEN "from" ELSE "to" END) text_pattern_ops, received_at, transfer_id) WHERE (kind <> 'ext'::text)`,
  `CREATE INDEX members_outside_reversed_idx ON public.members USING btree (reverse( CASE kind WHEN 'inbound'::text THEN "from" ELSE "to" END) text_pattern_ops) WHERE (kind <> 'ext'::text)`,
  'CREATE INDEX members_trunkname_received_at_transfer_id_idx ON public.members USING btree (trunkname, received_at, transfer_id) WHERE (trunkname IS NOT NULL)',
  `CREATE INDEX recorded_events_fetched_idx ON public.recorded_events USING btree (created_tx) WHERE (facts ? 'fetched'::text)`,
  'CREATE INDEX report_rollups_across_idx ON public.report_rollups USING btree (day, days, by) WHERE (across IS NOT NULL)',
  'CREATE INDEX transfers_did_received_at_id_idx ON public.transfers USING btree (did, received_at, id) WHERE (did IS NOT NULL)',
  'CREATE INDEX transfers_hop_idx ON public.transfers USING btree (hop, callid, sn) WHERE (hop > 1)',
  'CREATE INDEX transfers_target_answered_by_received_at_id_idx ON public.transfers USING btree (target_answered_by, received_at, id) WHERE (target_answered_by <> target_number)',
  `CREATE INDEX transfers_target_outside_reversed_idx ON public.transfers USING btree (reverse(target_number) text_pattern_ops) WHERE (target_kind = 'outside'::text)`,
  'CREATE INDEX transfers_changed_tx_id_idx ON public.transfers USING btree (changed_tx, id) WHERE (changed_tx IS NOT NULL)',
  `CREATE INDEX transfers_transferee_number_received_at_id_idx ON public.transfers USING btree (transferee_number, received_at, id) WHERE (transferee_kind = 'ext'::text)`,
  'CREATE INDEX transfers_unreported_idx ON public.transfers USING btree (received_at, id) WHERE (NOT reported)',
];

const opened: { database: TestDatabase; pool: Pool }[] = [];

async function open(content: 'migrated' | 'empty'): Promise<{ url: string; pool: Pool }> {
  const database = await createTestDatabase(content);
  const pool = new Pool({ connectionString: database.url });
  opened.push({ database, pool });
  return { url: database.url, pool };
}

afterAll(async () => {
  for (const { database, pool } of opened) {
    await pool.end();
    await database.drop();
  }
});

/** Every column, constraint and index of our tables, a line each. */
async function catalog(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(`
    SELECT format('%s.%s %s%s default %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                  CASE WHEN a.attnotnull THEN ' not null' ELSE '' END, pg_get_expr(d.adbin, d.adrelid)) AS line
      FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
      LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
     WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relname <> '_prisma_migrations'
     UNION ALL
    SELECT format('%s: %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
      FROM pg_constraint
     WHERE connamespace = 'public'::regnamespace AND contype <> 'n' AND conrelid <> coalesce(to_regclass('_prisma_migrations'), 0)
     UNION ALL
    SELECT regexp_replace(indexdef, '\\s+', ' ', 'g') FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'
     ORDER BY 1`);
  return rows.map((row) => row.line);
}

/** Resolves when so many migrating connections wait for a lock, or nobody cares any more. */
async function waiting(pool: Pool, count: number, end?: Promise<unknown>): Promise<void> {
  const going = new Set([end]);
  void end?.then(() => going.clear());
  const sql = `SELECT FROM pg_stat_activity WHERE datname = current_database()
                  AND application_name = 'handoff migrations' AND wait_event_type = 'Lock'`;
  await until(async () => going.size === 0 || (await pool.query(sql)).rowCount === count);
}

describe('the migrations', () => {
  it('make the database that schema.prisma describes', async () => {
    const [described, migrated] = [await open('empty'), await open('migrated')];
    const engine = await openSchemaEngine(described.pool);
    const { stdout } = await engine.diff({
      from: { tag: 'empty' },
      to: {
        tag: 'schemaDatamodel',
        files: [{ path: 'schema.prisma', content: await readSchema() }],
      },
      script: true,
      exitCode: null,
      filters: everything,
    });
    engine.free();
    await described.pool.query(stdout!);

    const expected = [...(await catalog(described.pool)), ...ONLY_IN_MIGRATIONS].sort();
    expect(expected.length).toBeGreaterThan(60);
    expect((await catalog(migrated.pool)).sort()).toEqual(expected);
  });

  describe('applied by two programs at once', () => {
    let database: { url: string; pool: Pool };
    let applied: string[][];
    let names: string[];

    beforeAll(async () => {
      database = await open('empty');
      names = (await readMigrations()).migrationDirectories.map((directory) => directory.path);
      // The second comes while the first is in the middle of a migration, which must not look like a failed one.
      const hindrance = await database.pool.connect();
      await hindrance.query('BEGIN; CREATE TABLE transfers ()');
      const first = migrate(database.url);
      await waiting(database.pool, 1);
      const second = migrate(database.url);
      const settled = second.catch(() => {});
      await Promise.race([waiting(database.pool, 2, settled), settled]);
      await hindrance.query('ROLLBACK');
      hindrance.release();
      applied = await Promise.all([first, second]);
    });

    it('run once each', () => {
      expect(names.length).toBeGreaterThan(0);
      expect(applied.flat()).toEqual(names);
    });

    it('are in the ledger as `prisma migrate deploy` writes them', async () => {
      const { rows } = await database.pool.query('SELECT * FROM _prisma_migrations ORDER BY migration_name');
      const { migrationDirectories } = await readMigrations();
      expect(rows).toEqual(
        migrationDirectories.map(({ path, migrationFile: { content } }) => ({
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          checksum: createHash('sha256').update(content.value).digest('hex'),
          migration_name: path,
          logs: null,
          started_at: expect.any(Date),
          finished_at: expect.any(Date),
          rolled_back_at: null,
          applied_steps_count: 1,
        })),
      );
    });

    it('are not applied again', async () => {
      expect(await migrate(database.url)).toEqual([]);
    });
  });

  it('are refused on a database that a newer program has migrated, by name', async () => {
    const { url, pool } = await open('migrated');
    await pool.query(`
      INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
      VALUES (gen_random_uuid(), '', '29990101000000_later', now(), now(), 1)`);
    await expect(migrate(url)).rejects.toThrow(/newer than the program.*29990101000000_later/);
  });

  it('are refused on a database where one failed, by name', async () => {
    const { url, pool } = await open('migrated');
    const { rows } = await pool.query<{ migration_name: string }>(
      `UPDATE _prisma_migrations SET finished_at = NULL, applied_steps_count = 0
        WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations) RETURNING migration_name`,
    );
    await expect(migrate(url)).rejects.toThrow(`The migration ${rows[0]!.migration_name} failed`);
  });

  it('leave a database alone that holds something else', async () => {
    const { url, pool } = await open('empty');
    await pool.query('CREATE TABLE somebody_elses (id int)');
    await expect(migrate(url)).rejects.toThrow(/not empty/);
    expect(await catalog(pool)).toEqual(['somebody_elses.id integer default ']);
  });
});
