import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Client, type DatabaseError } from 'pg';
import { type Cluster, openCluster, SUPERUSER } from './postgres-cluster.js';
import { boundLog, findServer, freePort, lastWords, launchServer, stopServer } from './postgres-server.js';

const DATABASE = 'handoff';
const OWNER_LOCK = 0x68616e64;
const LAUNCHES = 20;
const RETRY_MS = 50;
const LOG_CHECK_MS = 60_000;

class FolderInUse extends Error {}

/**
 * Starts the PostgreSQL of this data folder, or takes over the one that a killed program left running there.
 */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const postgres = new EmbeddedPostgres(dataDir, await openCluster(dataDir));
  await postgres.start();
  return postgres;
}

/** Where the PostgreSQL of this data folder can be reached; null where none runs. */
export async function runningEmbeddedPostgres(dataDir: string): Promise<string | null> {
  const cluster = await openCluster(dataDir);
  const server = await findServer(cluster);
  return server && urlOf(cluster, server.port);
}

/** The same for those who only look: no folder, account or file is made or mended for it. */
export async function seenEmbeddedPostgres(dataDir: string): Promise<string | null> {
  const running = join(dataDir, 'postgres', 'postmaster.pid');
  const lines = (await readFile(running, 'utf8').catch(nullWhereAbsent))?.split('\n');
  const password = await readFile(join(dataDir, 'postgres.password'), 'utf8').catch(nullWhereAbsent);
  return lines?.[3] && password !== null ? urlOf({ password }, Number(lines[3])) : null;
}

function nullWhereAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

function urlOf({ password }: Pick<Cluster, 'password'>, port: number): string {
  return `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${DATABASE}?sslmode=disable`;
}

/**
 * A PostgreSQL of our own. One program owns it: the one whose connection holds an advisory lock in the
 * database, which ends with the process however that ends. When that connection ends, the server has died;
 * the owner then starts it again, on the same port.
 */
export class EmbeddedPostgres {
  readonly #dataDir: string;
  readonly #cluster: Cluster;
  readonly #log = new Logger('Postgres');
  #port: number | null = null;
  #owner: Client | null = null;
  #stopping = false;
  #recovery = Promise.resolve();
  #logKeeper: NodeJS.Timeout;

  constructor(dataDir: string, cluster: Cluster) {
    this.#dataDir = dataDir;
    this.#cluster = cluster;
  }

  get url(): string {
    return urlOf(this.#cluster, this.#port!);
  }

  async start(): Promise<void> {
    const owner = await this.#own();
    const { rowCount } = await owner.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await owner.query(`CREATE DATABASE ${DATABASE}`);
    // An initdb that was killed left it. The lock is held, so nobody else can be at work in it.
    for (const name of await readdir(this.#dataDir)) {
      if (name.startsWith('.postgres-'))
        await rm(join(this.#dataDir, name), { recursive: true, force: true });
    }
    this.#logKeeper = setInterval(() => void boundLog(this.#cluster).catch(() => {}), LOG_CHECK_MS).unref();
  }

  /** Stops the server, if it is still ours. To be called last: every connection ends. */
  async stop(): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    clearInterval(this.#logKeeper);
    await this.#recovery;
    if (this.#owner) await stopServer(this.#cluster);
  }

  async #own(): Promise<Client> {
    const owner = await this.#reach();
    try {
      // The server notices within moments that the connection of a killed program has ended.
      await owner.query(`SET lock_timeout = '2s'`);
      await owner.query('SELECT pg_advisory_lock($1)', [OWNER_LOCK]);
    } catch (error) {
      await owner.end().catch(() => {});
      const lockNotAvailable = '55P03';
      if ((error as DatabaseError).code !== lockNotAvailable) throw error;
      throw new FolderInUse(
        `Another handoff is running on the data folder ${this.#dataDir}: ` +
          'stop that one first, or set DATA_DIR to another folder.',
        { cause: error },
      );
    }
    this.#owner = owner;
    owner.once('end', () => {
      this.#owner = null;
      if (!this.#stopping) this.#recovery = this.#recover();
    });
    return owner;
  }

  async #recover(): Promise<void> {
    this.#log.warn('PostgreSQL went away; bringing it back');
    while (!this.#stopping && !this.#owner) {
      try {
        await this.#own();
        this.#log.log('PostgreSQL is back');
      } catch (error) {
        if (this.#stopping) return;
        this.#log.error((error as Error).message);
        if (error instanceof FolderInUse) return; // another program takes care of it now
        await pause(1000);
      }
    }
  }

  /** Connects to the server, starting it where none runs; one that still recovers is waited for. */
  async #reach(): Promise<Client> {
    let refusals = 0;
    for (let launches = 0; !this.#stopping; await pause(RETRY_MS)) {
      const server = await findServer(this.#cluster);
      if (!server) {
        if (launches++ === LAUNCHES) break;
        await launchServer(this.#cluster, this.#port ?? (await freePort()));
        continue;
      }
      const client = new Client({
        host: '127.0.0.1',
        port: server.port,
        user: SUPERUSER,
        password: this.#cluster.password,
        database: 'postgres',
        ssl: false,
        application_name: 'handoff owner',
        connectionTimeoutMillis: 5000,
      });
      client.on('error', () => {}); // 'end' follows
      try {
        await client.connect();
        this.#port = server.port;
        return client;
      } catch (error) {
        const wrongPassword = '28P01';
        if ((error as DatabaseError).code !== wrongPassword) continue;
        // Of two servers that start at once on one port, the second gives up; until then, the first one answers for it.
        if (refusals++ < LAUNCHES) continue;
        throw new Error(
          `PostgreSQL in ${this.#cluster.folder} does not take the password in the data folder's ` +
            'postgres.password: bring back the file that belongs to it.',
          { cause: error },
        );
      }
    }
    throw new Error(`PostgreSQL does not start:\n${await lastWords(this.#cluster)}`);
  }
}
