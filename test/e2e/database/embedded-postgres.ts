import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { until } from '../../support/until.js';

const SCRIPT = fileURLToPath(new URL('../../support/postgres/postgres.mjs', import.meta.url));
const isRoot = process.getuid?.() === 0;

/** A process that owns an embedded PostgreSQL, as the program does. */
interface Program {
  url: string;
  process: ChildProcess;
  /** What it said on standard error. */
  words: string;
  /** Stops as the program stops, the server last. Resolves with its exit code. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

const folders: string[] = [];
const programs: Program[] = [];

async function newFolder(mode = 0o755): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'handoff-embedded-'));
  await chmod(folder, mode);
  folders.push(folder);
  return folder;
}

/** Resolves when the program has its server, or has given up. */
async function start(folder: string): Promise<Program> {
  const child = spawn(process.execPath, [SCRIPT, folder], { detached: true });
  const exited = once(child, 'exit');
  const program: Program = {
    url: '',
    process: child,
    words: '',
    async stop() {
      child.stdin.end();
      await exited;
      return child.exitCode;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
  programs.push(program);
  child.stderr.on('data', (data: Buffer) => (program.words += data.toString()));
  await Promise.race([
    exited,
    new Promise<void>((resolve) => {
      child.stdout.on('data', (data: Buffer) => {
        const url = /^postgresql:\S+/m.exec(data.toString());
        if (url) resolve(void (program.url = url[0]));
      });
    }),
  ]);
  return program;
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function serverPid(folder: string): Promise<number> {
  return Number((await readFile(join(folder, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);
}

describe('the embedded PostgreSQL', () => {
  afterEach(async () => {
    for (const program of programs.splice(0)) {
      if (program.process.exitCode === null && program.process.signalCode === null) await program.stop();
    }
  });
  afterAll(async () => {
    for (const folder of folders) {
      if (await stat(join(folder, 'postgres/postmaster.pid')).catch(() => null))
        await (await start(folder)).stop();
      const place = join(folder, 'postgres');
      if ((await lstat(place)).isSymbolicLink())
        await rm(dirname(await realpath(place)), { recursive: true });
      await rm(folder, { recursive: true });
    }
  });

  let folder: string;

  beforeAll(async () => {
    folder = await newFolder();
  });

  it('is taken over, with its data, by the next start after kill -9 of the program', async () => {
    const first = await start(folder);
    await ask(first.url, 'CREATE TABLE IF NOT EXISTS kept AS SELECT 42 AS answer');
    const pid = await serverPid(folder);
    await first.kill();

    const next = await start(folder);
    expect(next.words).toBe('');
    expect(await ask(next.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(await serverPid(folder)).toBe(pid);

    // And the one that took it over stops it: nothing is left.
    expect(await next.stop()).toBe(0);
    await expect(ask(next.url, 'SELECT')).rejects.toThrow('ECONNREFUSED');
    await expect(serverPid(folder)).rejects.toThrow('ENOENT');
  });

  it('recovers when program and server are killed together', async () => {
    const first = await start(folder);
    await ask(first.url, 'CREATE TABLE IF NOT EXISTS kept AS SELECT 42 AS answer');
    await first.kill();
    process.kill(await serverPid(folder), 'SIGKILL');

    const next = await start(folder);
    expect(await ask(next.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('refuses a second program on the same folder with a sentence, while the first goes on', async () => {
    const first = await start(folder);
    const pid = await serverPid(folder);
    const second = await start(folder);
    expect(second.process.exitCode).toBe(1);
    expect(second.words).toContain(
      `Another handoff is running on the data folder ${folder}: stop that one first`,
    );
    expect(await serverPid(folder)).toBe(pid);
    expect(await ask(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('belongs to one of two programs that start at once on a new folder', async () => {
    const fresh = await newFolder();
    const both = await Promise.all([start(fresh), start(fresh)]);
    const refused = both.filter((program) => program.process.exitCode === 1);
    expect(refused.map((program) => program.words)).toEqual([expect.stringContaining('Another handoff')]);
    const owner = both.find((program) => !refused.includes(program))!;
    expect(await ask(owner.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('is back at the same address when its server is killed, again and again', async () => {
    const { url } = await start(folder);
    for (let round = 0; round < 2; round++) {
      process.kill(await serverPid(folder), 'SIGKILL');
      await until(() => ask(url, 'SELECT').catch(() => null)); // how long it takes: npm run faults
    }
    // It owns the new server, too: a second program is still refused.
    expect((await start(folder)).words).toContain('Another handoff');
  });

  it('is not reached by Ctrl-C in the terminal of the program', async () => {
    const program = await start(folder);
    const pid = await serverPid(folder);
    process.kill(-program.process.pid!, 'SIGINT'); // the whole group, as a terminal does
    await until(() => program.words.includes('SIGINT'));
    expect(await serverPid(folder)).toBe(pid); // nor was it started again
    expect(await ask(program.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('starts after a power cut whose process number belongs to another program now', async () => {
    await (await start(folder)).stop();
    const { uid, gid } = await stat(join(folder, 'postgres'));
    const other = spawn('sleep', ['60'], isRoot ? { uid, gid } : {});
    try {
      const left = [other.pid, join(folder, 'postgres'), 1795384800, 15432, '', '127.0.0.1', '', 'ready', ''];
      await writeFile(join(folder, 'postgres/postmaster.pid'), left.join('\n'));
      const { url } = await start(folder);
      expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    } finally {
      other.kill();
    }
  });

  it('of another major version is refused with a sentence that says how its data gets into this one', async () => {
    await (await start(folder)).stop();
    const version = join(folder, 'postgres/PG_VERSION');
    const own = await readFile(version, 'utf8');
    await writeFile(version, '16\n');
    const { words } = await start(folder);
    await writeFile(version, own);
    expect(words).toMatch(/is of PostgreSQL 16, and this version .*npm run backup.*npm run restore/);
    expect(words.trimEnd().split('\n')).toHaveLength(1);
  });

  it('listens on loopback only and keeps its password in a file that nobody else can read', async () => {
    const { url } = await start(folder);
    expect((await stat(join(folder, 'postgres.password'))).mode & 0o777).toBe(0o600);
    const settings = `SELECT current_setting('listen_addresses') AS addresses, current_setting('fsync') AS fsync,
                             current_setting('unix_socket_directories') AS sockets`;
    expect(await ask(url, settings)).toEqual([{ addresses: '127.0.0.1', fsync: 'on', sockets: '' }]);
    const stranger = new URL(url);
    stranger.password = 'guess';
    await expect(ask(stranger.href, 'SELECT')).rejects.toThrow(/password authentication failed/);
  });

  it('works in a folder that is closed to other users, also for root', async () => {
    const closed = await newFolder(0o700);
    const first = await start(closed);
    await ask(first.url, 'CREATE TABLE IF NOT EXISTS kept AS SELECT 42 AS answer');
    await first.stop();
    const next = await start(closed);
    expect(await ask(next.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect((await stat(closed)).mode & 0o777).toBe(0o700);
  });
});
