import type { MigrationList } from '@prisma/schema-engine-wasm';
import type { DatabaseError, Pool, PoolClient } from 'pg';
import { databaseFailure } from './database-error.js';

/** What PostgreSQL says to a migration that is there already: what it makes exists, or what it renames is gone. */
const IS_THERE = new Set(['42701', '42703', '42704', '42710', '42723', '42P01', '42P06', '42P07']);

/** The database cannot be brought to this program's schema; the message says what to do. */
export class MigrationRefused extends Error {}

/**
 * Finishes or drops the migrations that the ledger has begun and not finished, because the program was stopped in the middle or the
 * migration failed. Each is one transaction, so either all of it is there or nothing: it is tried once more and rolled
 * back. Where it is there its row is finished; where it is not its row is deleted, and the engine applies it anew.
 * Resolves with the names that the ledger then has as applied.
 *
 * Nobody else may be migrating. @throws MigrationRefused where it fails for any other reason.
 */
export async function finishOrDropUnfinished(
  pool: Pool,
  { migrationDirectories }: MigrationList,
): Promise<string[]> {
  const client = await pool.connect();
  try {
    const { rows: ledger } = await client.query(
      `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`,
    );
    if (!ledger[0].exists) return [];
    const { rows } = await client.query<{ name: string }>(`
      SELECT migration_name AS name FROM _prisma_migrations
      WHERE finished_at IS NULL AND rolled_back_at IS NULL ORDER BY started_at`);
    for (const { name } of rows) {
      const { content } = migrationDirectories.find(({ path }) => path === name)?.migrationFile ?? {};
      if (content?.tag !== 'ok') continue; // a newer program's, which applyMissing refuses
      const isThere = await isApplied(client, name, content.value);
      await client.query(
        isThere
          ? 'UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1, logs = NULL WHERE migration_name = $1 AND finished_at IS NULL'
          : 'DELETE FROM _prisma_migrations WHERE migration_name = $1 AND finished_at IS NULL AND rolled_back_at IS NULL',
        [name],
      );
    }
    const { rows: applied } = await client.query<{ name: string }>(`
      SELECT migration_name AS name FROM _prisma_migrations
      WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`);
    return applied.map(({ name }) => name);
  } finally {
    client.release();
  }
}

async function isApplied(client: PoolClient, name: string, script: string): Promise<boolean> {
  await client.query('BEGIN');
  try {
    await client.query(script);
    return false;
  } catch (error) {
    if (IS_THERE.has((error as DatabaseError).code ?? '')) return true;
    if (databaseFailure(error) === 'away') throw error;
    throw new MigrationRefused(
      `The migration ${name} fails in this database: ${(error as Error).message}. Nothing of it was kept. ` +
        'Mend the cause and start again; it is then tried once more.',
      { cause: error },
    );
  } finally {
    await client.query('ROLLBACK').catch(() => {}); // where the connection broke, there is nothing to roll back
  }
}
