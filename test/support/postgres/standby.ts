import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  copyFileSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'pg';
import { until } from '../until.js';
import { createCluster, type TestCluster } from './cluster.js';
import { connected } from './database.js';

/**
 * A streaming standby of a running cluster, as pg_basebackup would make it; the embedded PostgreSQL comes without that
 * program, so its files are copied between pg_backup_start and pg_backup_stop.
 */
export async function createStandby(primary: TestCluster): Promise<TestCluster> {
  const dataDir = mkdtempSync(join(tmpdir(), 'handoff-standby-'));
  chmodSync(dataDir, 0o755);
  copyFileSync(join(primary.dataDir, 'postgres.password'), join(dataDir, 'postgres.password'));
  const [from, to] = [join(primary.dataDir, 'postgres'), join(dataDir, 'postgres')];
  const label = await asked(primary, async (client) => {
    await client.query(`SELECT pg_backup_start('standby', true)`);
    try {
      execFileSync('cp', ['-a', from, to], { stdio: 'ignore' });
    } catch {
      // Files that go while they are copied are made anew from the log.
    }
    const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
    return rows[0]!.labelfile;
  });
  for (const file of ['postmaster.pid', 'postmaster.opts']) rmSync(join(to, file), { force: true });
  const { uid, gid } = statSync(join(to, 'PG_VERSION'));
  const write = (file: string, text: string) => {
    writeFileSync(join(to, file), text, { mode: 0o600 });
    chownSync(join(to, file), uid, gid);
  };
  write('backup_label', label);
  write('standby.signal', '');
  const { hostname, port, username, password } = new URL(primary.url('postgres'));
  appendFileSync(
    join(to, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=${hostname} port=${port} user=${username} password=${password}'\n`,
  );
  return createCluster(dataDir);
}

/** Runs on a connection of its own to the database `postgres`. */
export const asked = <T>(cluster: TestCluster, work: (client: Client) => Promise<T>): Promise<T> =>
  connected(cluster.url('postgres'), work);

/** From here on the primary answers a commit when the standby has it on its disk too. */
export async function makeSynchronous(primary: TestCluster): Promise<void> {
  await asked(primary, async (client) => {
    await client.query(`ALTER SYSTEM SET synchronous_standby_names = '*'`);
    await client.query('SELECT pg_reload_conf()');
    await until(async () => {
      const { rows } = await client.query(`SELECT FROM pg_stat_replication WHERE sync_state = 'sync'`);
      return rows.length === 1;
    });
  });
}

export const promote = (standby: TestCluster) =>
  asked(standby, async (client) => {
    await client.query('SELECT pg_promote(true, 60)');
  });

/** From here on the primary waits for nobody. */
export const makeAlone = (primary: TestCluster) =>
  asked(primary, async (client) => {
    await client.query(`ALTER SYSTEM SET synchronous_standby_names = ''`);
    await client.query('SELECT pg_reload_conf()');
  });
