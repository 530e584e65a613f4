import { Client } from 'pg';
import { sessionOf } from '../../database/connections.js';
import { inspectServer } from '../../database/server-check.js';

/** What the doctor reads in a database that has the tables. */
export interface DatabaseFacts {
  bytes: number;
  transfers: number;
  /** Migrations in its ledger that are applied. */
  migrations: string[];
  refused: { reason: string; bodies: number; times: number; lastAt: string }[];
}

/**
 * What a commit promises, and what the database holds; null where the tables are not there. Nothing can be written on this
 * connection. @throws where the database cannot be used.
 */
export async function lookInto(url: string): Promise<{ promise: string; facts: DatabaseFacts | null }> {
  const client = new Client({ ...sessionOf(url), connectionTimeoutMillis: 5000, statement_timeout: 30_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const promise = await inspectServer(client);
    await client.query('SET default_transaction_read_only = on');
    return { promise, facts: (await hasTables(client)) ? await databaseFacts(client) : null };
  } finally {
    await client.end().catch(() => {});
  }
}

/** Whether the tables are there, in the schema of this session. */
async function hasTables(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('transfers') IS NOT NULL AND to_regclass('_prisma_migrations') IS NOT NULL AS there`,
  );
  return rows[0]!.there;
}

/** The number of transfers is the planner's estimate where there are many: counting them would take long. */
async function databaseFacts(client: Client): Promise<DatabaseFacts> {
  const { rows } = await client.query<Omit<DatabaseFacts, 'refused'>>(`
    SELECT pg_database_size(current_database())::float8 AS bytes,
      CASE WHEN (SELECT reltuples FROM pg_class WHERE oid = 'transfers'::regclass) > 1000000
        THEN (SELECT reltuples::float8 FROM pg_class WHERE oid = 'transfers'::regclass)
        ELSE (SELECT count(*)::float8 FROM transfers) END AS transfers,
      (SELECT coalesce(array_agg(migration_name::text), '{}') FROM _prisma_migrations
        WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL) AS migrations`);
  const { rows: refused } = await client.query<DatabaseFacts['refused'][number]>(`
    SELECT coalesce(errors->0->>'message', cause) AS reason, count(*)::int AS bodies, sum(count)::int AS times,
      max(last_at)::text AS "lastAt"
    FROM quarantined_bodies GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5`);
  return { ...rows[0]!, refused };
}
