import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { migrate } from '../../../src/database/migrations.js';
import { createCluster } from '../../support/postgres/cluster.js';

/** A year of transfers in a PostgreSQL of its own; with a folder it stays there for the next run. */
export async function filledCluster(transfers: number, folder: string | undefined) {
  const cluster = await createCluster(folder, { stays: folder !== undefined });
  const asked = async (sql: string) => {
    const client = new Client({ connectionString: cluster.url('postgres') });
    await client.connect();
    const { rowCount } = await client.query(sql);
    await client.end();
    return rowCount;
  };
  if ((await asked(`SELECT FROM pg_database WHERE datname = 'bench'`)) === 0) {
    console.error(`Filling ${transfers} transfers; this takes minutes …`);
    await asked('DROP DATABASE IF EXISTS filling');
    await fill(await cluster.createDatabase('filling'), transfers);
    await asked('ALTER DATABASE filling RENAME TO bench');
  }
  await migrate(cluster.url('bench'));
  return cluster;
}

/** Fills a migrated database with so many transfers of a year, three members each; indexes come last. */
async function fill(url: string, transfers: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ indexdef: string; indexname: string }>(
    `SELECT indexdef, indexname FROM pg_indexes WHERE tablename IN ('transfers', 'members') AND indexname NOT LIKE '%pkey'`,
  );
  for (const { indexname } of rows) await client.query(`DROP INDEX "${indexname}"`);
  await client.query('ALTER TABLE members DROP CONSTRAINT members_sn_transfer_id_fkey');
  const sql = readFileSync(fileURLToPath(new URL('history-fill.sql', import.meta.url)), 'utf8');
  await client.query(`SET maintenance_work_mem = '512MB'`);
  await client.query(sql.replaceAll(':transfers', String(transfers)));
  for (const { indexdef } of rows) await client.query(indexdef);
  await client.query(`ALTER TABLE members ADD CONSTRAINT members_sn_transfer_id_fkey FOREIGN KEY (sn, transfer_id)
    REFERENCES transfers (sn, id) ON DELETE CASCADE ON UPDATE CASCADE`);
  await client.query('VACUUM ANALYZE transfers');
  await client.query('VACUUM ANALYZE members');
  await client.end();
}
