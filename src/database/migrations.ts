import { readdir, readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import { Logger } from '@nestjs/common';
import { Client, Pool } from 'pg';
import { sessionOf } from './connections.js';
import { everything, openSchemaEngine } from './schema-engine.js';
import { MigrationRefused, finishOrDropUnfinished } from './unfinished-migrations.js';

const folder = new URL('../../prisma/migrations/', import.meta.url);

/** Held from the look at the ledger to the end; the engine's own lock (72707369, as in the CLI) covers only its part. */
const MIGRATION_LOCK = 0x68616e65;

/**
 * Held, shared, by each connection that migrates: where the program is killed, PostgreSQL goes on with the migration that it was
 * sent, and this is free only when that one is through or rolled back.
 */
const WORK_LOCK = 0x68616e66;

/**
 * Applies the migrations that this database lacks, and returns their names. Its ledger is the one of
 * `prisma migrate deploy`. However many programs start at once, each migration runs once. With `names` it applies no others: what an older program made.
 */
export async function migrate(url: string, names?: string[]): Promise<string[]> {
  const session = { ...sessionOf(url), application_name: 'handoff migrations' };
  const lock = new Client(session);
  const pool = new Pool({
    ...session,
    max: 2,
    // oxlint-disable-next-line typescript/no-misused-promises -- the pool waits for it, whatever its type says
    onConnect: (client) => client.query('SELECT pg_advisory_lock_shared($1)', [WORK_LOCK]),
  });
  lock.on('error', () => {}); // the query that waits for an answer gets the error
  pool.on('error', () => {});
  try {
    await lock.connect();
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await waitForDeadProgram(lock);
    return await applyMissing(pool, await readMigrations(names));
  } finally {
    await pool.end();
    await lock.end().catch(() => {});
  }
}

/** Waits until no migration is at work in the database any more that a killed program has sent. */
async function waitForDeadProgram(lock: Client): Promise<void> {
  const { rows } = await lock.query<{ free: boolean }>('SELECT pg_try_advisory_lock($1) AS free', [
    WORK_LOCK,
  ]);
  if (!rows[0]!.free) {
    new Logger('Database').warn(
      'A migration of a program that was stopped is still at work in PostgreSQL: waiting for it',
    );
    await lock.query('SELECT pg_advisory_lock($1)', [WORK_LOCK]);
  }
  await lock.query('SELECT pg_advisory_unlock($1)', [WORK_LOCK]);
}

async function applyMissing(pool: Pool, migrationsList: MigrationList): Promise<string[]> {
  const names = migrationsList.migrationDirectories.map(({ path }) => path);
  const applied = await finishOrDropUnfinished(pool, migrationsList);
  // Loading the engine to learn that nothing is missing would take half a second of CPU at every start.
  if (isDeepStrictEqual(new Set(applied), new Set(names))) return [];
  const engine = await openSchemaEngine(pool);
  try {
    const { history } = await engine.diagnoseMigrationHistory({
      migrationsList,
      optInToShadowDatabase: false,
      filters: everything,
    });
    const unknown =
      history && 'unpersistedMigrationNames' in history ? history.unpersistedMigrationNames : [];
    if (unknown.length > 0) {
      throw new MigrationRefused(
        `This database is newer than the program: it has had the migration ${unknown.join(', ')}. Start the newer program.`,
      );
    }
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList,
      filters: everything,
    });
    return appliedMigrationNames;
  } finally {
    engine.free();
  }
}

/** All that this program has, or those of these names. */
export async function readMigrations(only?: string[]): Promise<MigrationList> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .filter((name) => only?.includes(name) ?? true)
    .sort();
  return {
    baseDir: 'prisma/migrations',
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(new URL('migration_lock.toml', folder), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(new URL(`${name}/migration.sql`, folder), 'utf8'),
          },
        },
      })),
    ),
  };
}
