import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chown,
  copyFile,
  link,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Logger } from '@nestjs/common';
import {
  type Account,
  accountFor,
  canEnter,
  findPrograms,
  type Programs,
  reachablePrograms,
  systemFolder,
} from './postgres-programs.js';

const run = promisify(execFile);

export const SUPERUSER = 'handoff';
const FIRST_PORT = 15432;
const LAST_PORT = 32767; // above are the ports that the system hands out to clients
const LOG_BYTES = 10_000_000;

/** A PostgreSQL data folder of our own, and what it takes to run a server on it. */
export interface Cluster {
  folder: string;
  password: string;
  programs: Programs;
  account: Account;
}

/** Opens the cluster of this data folder; makes it where there is none. */
export async function openCluster(dataDir: string): Promise<Cluster> {
  await mkdir(dataDir, { recursive: true });
  const place = join(dataDir, 'postgres');
  const account = await accountFor(place);
  const programs = await reachablePrograms(account, await findPrograms());
  const password = await readPassword(dataDir);
  if (!(await exists(join(place, 'PG_VERSION')))) {
    if (await lstat(place).catch(() => null)) {
      throw new Error(
        `${place} is no PostgreSQL data folder, or points to one that is gone: ` +
          'bring it back, or remove it to start with an empty database.',
      );
    }
    await createCluster(dataDir, place, { password, programs, account });
  }
  // The account may be unable to go through DATA_DIR, but never through the real folder.
  return { folder: await realpath(place), password, programs, account };
}

/** A half-made cluster never stands in the place of one: initdb works beside it and the result moves in at once. */
async function createCluster(
  dataDir: string,
  place: string,
  options: Omit<Cluster, 'folder'>,
): Promise<void> {
  const near = options.account.uid === undefined || (await canEnter(options.account, dataDir));
  const staging = near ? await mkdtemp(join(dataDir, '.postgres-')) : await systemFolder('data');
  const made = join(staging, 'cluster');
  try {
    await initialise(made, staging, options);
    await (near ? rename(made, place) : symlink(made, place));
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    // Another program was quicker on the same folder: its cluster counts.
    if (await exists(join(place, 'PG_VERSION'))) return;
    throw error;
  }
  if (near) await rm(staging, { recursive: true, force: true });
  else new Logger('Postgres').log(`${dataDir} is closed to PostgreSQL's user: its files are in ${made}`);
}

async function initialise(
  folder: string,
  staging: string,
  { account, programs, password }: Omit<Cluster, 'folder'>,
): Promise<void> {
  const secret = join(staging, 'password');
  await writeFile(secret, password, { mode: 0o600 });
  if (account.uid !== undefined) {
    await chown(staging, account.uid, account.gid!);
    await chown(secret, account.uid, account.gid!);
  }
  await run(
    programs.initdb,
    [
      `--pgdata=${folder}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--no-instructions',
      // The same order and case rules on every machine.
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ],
    { ...account, cwd: '/' },
  );
  await rm(secret);
}

/** The server that runs on this cluster, whoever started it. */
export async function findServer(cluster: Cluster): Promise<{ pid: number; port: number } | null> {
  const file = join(cluster.folder, 'postmaster.pid');
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!pid || !port) return null;
  if (await isServerOf(cluster, pid)) return { pid, port };
  // Left by a machine that went down. PostgreSQL itself would refuse to start where the number is in use again.
  if (isAlive(pid)) await rm(file, { force: true });
  return null;
}

/**
 * Starts a server in a session of its own, where Ctrl-C does not reach it. Returns once it holds the cluster
 * (it may still be recovering) or has given up.
 */
export async function launchServer(cluster: Cluster, port: number): Promise<void> {
  await boundLog(cluster);
  const log = await open(logFile(cluster), 'a', 0o600);
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    shared_buffers: '128MB',
    max_connections: '100',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_error_verbosity: 'terse', // no caller's number in the log
    log_min_error_statement: 'panic',
  };
  const server = spawn(
    cluster.programs.postgres,
    [
      '-D',
      cluster.folder,
      '-p',
      String(port),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    {
      ...cluster.account,
      cwd: '/',
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    },
  );
  server.once('error', () => {}); // it has no pid then
  server.unref();
  while (server.pid && server.exitCode === null && server.signalCode === null) {
    if ((await findServer(cluster))?.pid === server.pid) break;
    await pause(20);
  }
  await log.close();
}

/** Stops the server in order; open transactions are rolled back. */
export async function stopServer(cluster: Cluster): Promise<void> {
  if (!(await findServer(cluster))) return;
  const { programs, folder, account } = cluster;
  await run(programs.pg_ctl, ['stop', '-D', folder, '-m', 'fast', '-w', '-t', '120'], {
    ...account,
    cwd: '/',
  });
}

/** The first port from 15432 up on which nobody listens. */
export async function freePort(): Promise<number> {
  for (let port = FIRST_PORT; port <= LAST_PORT; port++) {
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
  throw new Error(`No port from ${FIRST_PORT} to ${LAST_PORT} is free for PostgreSQL.`);
}

/** Keeps the server's log below twice LOG_BYTES. */
export async function boundLog(cluster: Cluster): Promise<void> {
  const log = logFile(cluster);
  if (((await stat(log).catch(() => null))?.size ?? 0) < LOG_BYTES) return;
  await copyFile(log, `${log}.old`);
  await truncate(log);
}

/** What the server said last, for an error message. */
export async function lastWords(cluster: Cluster): Promise<string> {
  const log = await readFile(logFile(cluster), 'utf8').catch(() => '');
  return `${log.trimEnd().split('\n').slice(-5).join('\n')}\n(${logFile(cluster)})`;
}

function logFile(cluster: Cluster): string {
  return join(cluster.folder, 'server.log');
}

/** Made once, readable by us alone. Linked into place whole, so that two starters agree on one. */
async function readPassword(dataDir: string): Promise<string> {
  const file = join(dataDir, 'postgres.password');
  if (!(await exists(file))) {
    const draft = `${file}.${randomBytes(6).toString('hex')}`;
    await writeFile(draft, randomBytes(24).toString('base64url'), {
      mode: 0o600,
      flush: true,
    });
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await rm(draft);
  }
  return readFile(file, 'utf8');
}

/** A process number alone proves nothing, it may be in use again. A server's working folder is its cluster. */
async function isServerOf(cluster: Cluster, pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return isAlive(pid);
  return (await readlink(`/proc/${pid}/cwd`).catch(() => null)) === cluster.folder;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
