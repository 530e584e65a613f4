import { execFile, spawn } from 'node:child_process';
import { copyFile, open, readFile, readlink, rm, stat, truncate } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Cluster } from './postgres-cluster.js';

const run = promisify(execFile);

const FIRST_PORT = 15432;
const LAST_PORT = 32767; // above are the ports that the system hands out to clients
const LOG_BYTES = 10_000_000;

/** The server that runs on this cluster, started by us or by another program. */
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
