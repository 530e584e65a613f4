import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../support/until.js';
import { type Faults, AttemptLog } from '../faults/attempts.js';
import { Program } from '../faults/program.js';
import { startSenders } from '../faults/senders.js';
import { createCluster, type TestCluster } from '../../support/postgres/cluster.js';
import { freePort } from '../../support/postgres/port.js';
import { asked, createStandby, makeAlone, makeSynchronous, promote } from '../../support/postgres/standby.js';

export interface Options {
  promotions: number;
  senders: number;
  perSecond: number;
  /** The negative control: a standby that is not waited for, and lags. */
  lagging?: boolean;
  say: (line: string) => void;
}

/**
 * The primary is killed under load and its synchronous standby promoted, again and again; then every answer is held
 * against the last one. The program reaches them by one address, as behind a floating one.
 */
export async function promoteUnderLoad({ promotions, senders, perSecond, lagging = false, say }: Options) {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-promotions-'));
  let primary = await createCluster();
  await primary.createDatabase('promotions');
  let standby: TestCluster | null = await follow(primary, lagging);
  const address = await floatingAddress(primary);
  const port = await freePort();
  const program = new Program({ port, databaseUrl: address.url('promotions'), log: join(folder, 'log') });
  const attempts = new AttemptLog();
  let wrong: Faults | null = null;
  try {
    await program.start();
    const sending = startSenders(attempts, port, senders, perSecond);
    /** Resolves when so many more are answered 200. */
    const answered = (more: number, from = attempts.answered) =>
      until(() => attempts.answered >= from + more);
    for (let n = 1; n <= promotions; n += 1) {
      await answered(5 * senders);
      if (lagging) await stopFollowing(standby!);
      await primary.kill();
      await promote(standby!);
      address.moveTo(standby!);
      await primary.remove();
      primary = standby!;
      standby = null;
      if (n < promotions) standby = await follow(primary, lagging);
      else await makeAlone(primary);
      await answered(senders);
      say(`${n} of ${promotions} promotions, ${attempts.answered} answered`);
    }
    await sending.stop();
    await program.end('SIGTERM');
    wrong = await attempts.check(primary.url('promotions'));
    return { promotions, attempts: attempts.all.length, answered: attempts.answered, wrong };
  } finally {
    await program.end('SIGKILL').catch(() => {});
    address.close();
    await standby?.remove();
    await primary.remove();
    if (wrong && (lagging || Object.keys(wrong).length === 0)) rmSync(folder, { recursive: true });
    else say(`the program's output is in ${folder}`);
  }
}

async function follow(primary: TestCluster, lagging: boolean): Promise<TestCluster> {
  const standby = await createStandby(primary);
  if (!lagging) await makeSynchronous(primary);
  return standby;
}

/** What the primary commits from here on never gets there. */
async function stopFollowing(standby: TestCluster): Promise<void> {
  await asked(standby, async (client) => {
    await client.query(`ALTER SYSTEM SET primary_conninfo = ''`);
    await client.query('SELECT pg_reload_conf()');
    await until(async () => (await client.query('SELECT FROM pg_stat_wal_receiver')).rowCount === 0);
  });
}

async function floatingAddress(first: TestCluster) {
  const portOf = (cluster: TestCluster) => Number(new URL(cluster.url('postgres')).port);
  let port = portOf(first);
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  const own = await freePort();
  await new Promise<void>((resolve) => server.listen(own, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: (database: string) => {
      const url = new URL(first.url(database));
      url.port = String(own);
      return url.href;
    },
    moveTo(cluster: TestCluster) {
      port = portOf(cluster);
      cut();
    },
    close() {
      server.close();
      cut();
    },
  };
}
