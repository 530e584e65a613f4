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

describe('migrations', () => {
  afterAll(async () => {
    for (const { database, pool } of opened) {
      await pool.end();
      await database.drop();
    }
  });

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
        const { rows } = await database.pool.query(
          'SELECT * FROM _prisma_migrations ORDER BY migration_name',
        );
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

    it('say why one fails, and go on by themselves once the cause is mended', async () => {
      const { url, pool } = await stopped(3, false);
      await pool.query(`CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql
      AS 'BEGIN RAISE EXCEPTION ''no changes before noon''; END'`);
      await pool.query('CREATE EVENT TRIGGER refuse ON ddl_command_start EXECUTE FUNCTION refuse()');
      const names = (await readMigrations()).migrationDirectories.map(({ path }) => path);
      await expect(migrate(url)).rejects.toThrow(
        `${names[2]} fails in this database: no changes before noon`,
      );
      await pool.query('DROP EVENT TRIGGER refuse');
      expect(await migrate(url)).toEqual(names.slice(2));
    });

    it('leave a database alone that holds something else', async () => {
      const { url, pool } = await open('empty');
      await pool.query('CREATE TABLE somebody_elses (id int)');
      await expect(migrate(url)).rejects.toThrow(/not empty/);
      expect(await catalog(pool)).toEqual(['somebody_elses.id integer default ']);
    });
  });

  describe('a program that was stopped in the middle of a migration', () => {
    it.each([0, -1])(
      'before its transaction ended: it is applied anew, with all that follow (%i)',
      async (at) => {
        const names = (await readMigrations()).migrationDirectories.map(({ path }) => path);
        const place = names.indexOf(names.at(at)!);
        const { url } = await stopped(place + 1, false);
        expect(await migrate(url)).toEqual(names.slice(place));
      },
    );

    it('after its transaction ended, before the ledger says so: the schema is as on any other database', async () => {
      const names = (await readMigrations()).migrationDirectories.map(({ path }) => path);
      const expected = await catalog((await open('migrated')).pool);
      for (const place of names.keys()) {
        const { url, pool } = await stopped(place + 1, true);
        const applied = await migrate(url);
        // One that makes again what it made before is applied twice.
        expect(applied.filter((name) => name !== names[place])).toEqual(names.slice(place + 1));
        expect([names[place], await catalog(pool)]).toEqual([names[place], expected]);
      }
    });
  });
});

/** A database with the first migrations, of which the ledger has begun the last one and not finished it. */
async function stopped(count: number, isThere: boolean): Promise<{ url: string; pool: Pool }> {
  const database = await open('empty');
  await database.pool.query(`CREATE TABLE _prisma_migrations (
    id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
    logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(),
    applied_steps_count integer NOT NULL DEFAULT 0)`);
  const { migrationDirectories } = await readMigrations();
  for (const [n, { path, migrationFile }] of migrationDirectories.slice(0, count).entries()) {
    const script = migrationFile.content.tag === 'ok' ? migrationFile.content.value : '';
    const isLast = n === count - 1;
    if (!isLast || isThere) await database.pool.query(script);
    await database.pool.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES (gen_random_uuid(), $1, $2, CASE WHEN $3 THEN NULL ELSE now() END, CASE WHEN $3 THEN 0 ELSE 1 END)`,
      [createHash('sha256').update(script).digest('hex'), path, isLast],
    );
  }
  return database;
}
