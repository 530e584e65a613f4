import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrate } from '../../../src/database/migrations.js';
import { openCluster, SUPERUSER } from '../../../src/database/embedded/postgres-cluster.js';
import { findServer, launchServer, stopServer } from '../../../src/database/embedded/postgres-server.js';
import { until } from '../until.js';
import { freePort } from './port.js';

const MIGRATED = 'migrated';

export type TestCluster = Awaited<ReturnType<typeof createCluster>>;

/**
 * A PostgreSQL like the embedded one, that nobody looks after: it can be killed, stopped and started at will, on one port.
 * One that `stays` leaves its data folder behind for the next run.
 */
export async function createCluster(
  dataDir = mkdtempSync(join(tmpdir(), 'handoff-cluster-')),
  { stays = false }: { stays?: boolean } = {},
) {
  mkdirSync(dataDir, { recursive: true });
  chmodSync(dataDir, 0o755); // root's PostgreSQL runs as another user
  const cluster = await openCluster(dataDir);
  const port = await freePort();
  const url = (database: string) =>
    `postgresql://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/${database}?sslmode=disable`;

  async function answers(): Promise<boolean> {
    const client = new Client({ connectionString: url('postgres') });
    client.on('error', () => {});
    return client.connect().then(
      () => client.end().then(() => true),
      () => false,
    );
  }

  async function start(): Promise<void> {
    // After a kill the old backends hold on for a moment; recovery takes another.
    await until(async () => {
      if (!(await findServer(cluster))) await launchServer(cluster, port);
      return answers();
    });
  }

  async function pid(): Promise<number> {
    const server = await findServer(cluster);
    if (!server) throw new Error('PostgreSQL does not run');
    return server.pid;
  }

  await start();
  // Ctrl-C does not reach it.
  const abandon = () => {
    const first = readFileSync(join(cluster.folder, 'postmaster.pid'), 'utf8').split('\n')[0];
    process.kill(Number(first), 'SIGQUIT');
    if (!stays) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', abandon);
  return {
    url,
    start,
    pid,
    dataDir,
    /** In order, as an administrator does: every connection is cut off. */
    stop: () => stopServer(cluster),
    async kill() {
      process.kill(await pid(), 'SIGKILL');
    },
    /** A migrated database of this name; only the first one is migrated, the others are copies of it. */
    async createDatabase(name: string) {
      const client = new Client({ connectionString: url('postgres') });
      await client.connect();
      const { rowCount } = await client.query(`SELECT FROM pg_database WHERE datname = '${MIGRATED}'`);
      if (rowCount === 0) {
        await client.query(`CREATE DATABASE ${MIGRATED}`);
        await migrate(url(MIGRATED));
      }
      await client.query(`CREATE DATABASE ${name} TEMPLATE ${MIGRATED}`);
      await client.end();
      return url(name);
    },
    async remove() {
      process.off('exit', abandon);
      await stopServer(cluster);
      if (!stays) rmSync(dataDir, { recursive: true });
    },
  };
}
