import { setTimeout as pause } from 'node:timers/promises';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Client } from 'pg';
import type { Config } from '../config/config.js';
import { connectFailure } from './connect-failure.js';
import { type Connections, openConnections, openPool, schemaOf, sessionOf } from './connections.js';
import { databaseFailure } from './database-error.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/embedded-postgres.js';
import { migrate } from './migrations.js';
import { checkSchema, lackingForMigrations, lackingForUse } from './role-rights.js';
import { MigrationRefused } from './unfinished-migrations.js';
import { inspectServer, ServerRefused } from './server-check.js';

const CONNECT_MS = 3000;
const STATEMENT_MS = 30_000;
const RETRY_MS = 300;
/** For a server that answers and cannot be used: somebody has to change something there. */
const UNUSABLE_RETRY_MS = 2000;
const PING_MS = 2000;
const LAST_STATEMENTS_MS = 500;
/** How many batches of events may be on their way to the database at once. */
export const WRITERS = 2;
/** The batch's statement is planned once, and reads by indexes only, however small or new the tables are (README.md). */
const ONE_PLAN_OF_INDEXES =
  '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c random_page_cost=1';
/** Shorter than the senders of a batch wait, so that a smaller one can still be tried. */
const WRITE_MS = 3_000;

/**
 * `connecting` until the first connection; `ready` once the schema is there; `away` while the server cannot be reached, or
 * not be used as it is set up now, which is tried again; `full` while it has no room for events; `refused` where another
 * server or program is needed. The reason is a sentence.
 */
export type DatabaseStatus =
  { state: 'ready' } | { state: 'connecting' | 'away' | 'full' | 'refused' | 'closed'; reason: string };

/**
 * All access to PostgreSQL: the Prisma client, and the pool that it uses, for the few uses that the README of
 * this folder lists.
 */
export class Database implements OnApplicationShutdown {
  readonly pool: Connections['pool'];
  readonly prisma: Connections['prisma'];
  /** Connections for the intake only: events are stored even while readers occupy all others. */
  readonly writing: Connections['pool'];
  readonly #url: string;
  readonly #embedded: EmbeddedPostgres | null;
  readonly #log = new Logger('Database');
  #status: DatabaseStatus = {
    state: 'connecting',
    reason: 'The database has not answered yet.',
  };
  #sentinel: Client | null = null;
  #migrated = false;
  /** What the log has said since the database was last ready: each try finds the same again. */
  readonly #said = new Set<string>();
  #promise = '';
  #closing = false;
  /** Whether the server answered at the last try. */
  #answers = false;
  #watching: Promise<void> = Promise.resolve();

  constructor(url: string, embedded: EmbeddedPostgres | null = null) {
    this.#url = url;
    this.#embedded = embedded;
    const { pool, prisma } = openConnections(url, {
      application_name: 'handoff',
      max: 20,
      connectionTimeoutMillis: CONNECT_MS,
      statement_timeout: STATEMENT_MS,
    });
    [this.pool, this.prisma] = [pool, prisma];
    const limits = {
      application_name: 'handoff intake',
      max: WRITERS,
      connectionTimeoutMillis: CONNECT_MS,
      idleTimeoutMillis: 0, // they keep the plan of the batch's statement
      statement_timeout: WRITE_MS,
      query_timeout: WRITE_MS + 500, // for a server that does not even report its own time-out
    };
    this.writing = openPool(url, limits, ONE_PLAN_OF_INDEXES);
  }

  get status(): DatabaseStatus {
    return this.#status;
  }

  /** Applies the migrations that it lacks, or those of these names; `open` does it by itself. */
  async migrate(names?: string[]): Promise<void> {
    await migrate(this.#url, names);
  }

  /** Connects once, and goes on trying in the background. Throws where the server cannot be used as it is. */
  async open(): Promise<void> {
    // Prisma compiles its engine before its first query; here no query waits for that. It needs no server.
    await this.prisma.$connect();
    await this.#connect();
    if (this.#status.state === 'refused') {
      const { reason } = this.#status;
      await this.onApplicationShutdown();
      throw new Error(reason);
    }
    this.#watching = this.#watch();
  }

  /** The last of all shutdown hooks: whatever still writes has finished before. */
  async onApplicationShutdown(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    this.#status = { state: 'closed', reason: 'The program is stopping.' };
    await this.#sentinel?.end().catch(() => {});
    await this.#watching;
    await this.prisma.$disconnect();
    // end() waits for every running statement; a database that hangs is given LAST_STATEMENTS_MS.
    const ended = Promise.all([this.pool.end(), this.writing.end()]);
    await Promise.race([ended, pause(LAST_STATEMENTS_MS)]);
    await this.#embedded?.stop();
  }

  /** Keeps one idle connection open: when it ends, the server has gone away. */
  async #watch(): Promise<void> {
    while (!this.#closing) {
      if (this.#sentinel) await this.#lost(this.#sentinel);
      else await pause(this.#answers ? UNUSABLE_RETRY_MS : RETRY_MS);
      if (!this.#closing) await this.#connect();
    }
  }

  async #connect(): Promise<void> {
    const client = new Client({
      ...sessionOf(this.#url),
      application_name: 'handoff sentinel',
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: CONNECT_MS,
      keepAlive: true,
    });
    client.on('error', () => {}); // 'end' follows
    this.#answers = false;
    try {
      await client.connect();
      this.#answers = true;
      const promise = await inspectServer(client);
      if (!this.#migrated) await this.#prepare(client);
      await client.query('SELECT'); // the connection may have ended during the migrations
      this.#sentinel = client;
      if (promise !== this.#promise) this.#log.log(promise);
      this.#promise = promise;
      this.#become({ state: 'ready' });
    } catch (error) {
      await client.end().catch(() => {});
      const refused = error instanceof ServerRefused || error instanceof MigrationRefused;
      this.#become({ state: refused ? 'refused' : 'away', reason: connectFailure(error, this.#url) });
    }
  }

  /** Brings the schema up to date. @throws with what the role lacks, where that is why it fails. */
  async #prepare(client: Client): Promise<void> {
    await checkSchema(client, schemaOf(this.#url));
    try {
      const applied = await migrate(this.#url);
      if (applied.length > 0) this.#log.log(`Applied ${applied.join(', ')}`);
    } catch (error) {
      const isNewer = error instanceof MigrationRefused && error.cause === undefined;
      const lacking = isNewer ? null : await lackingForMigrations(client).catch(() => null);
      throw lacking ? new Error(lacking, { cause: error }) : error;
    }
    const lacking = await lackingForUse(client);
    if (lacking) throw new Error(lacking);
    this.#migrated = true;
  }

  /** Resolves when the connection has ended or no longer answers. */
  async #lost(client: Client): Promise<void> {
    const ended = new Promise<true>((resolve) => client.once('end', () => resolve(true)));
    while (!(await Promise.race([ended, pause(PING_MS, false, { ref: false })]))) {
      const answered = await client.query<{ on: boolean }>(IS_READ_ONLY).catch(() => null);
      if (!answered || answered.rows[0]!.on) break; // the next connection finds out what to do
      if (this.#status.state === 'full' && (await hasRoom(client))) this.#become({ state: 'ready' });
    }
    this.#sentinel = null;
    client.end().catch(() => {});
    this.#become({
      state: 'away',
      reason: 'The connection to the database broke.',
    });
  }

  /** To be called where a write found no room; from then on this looks for room until there is some. */
  noRoom(): void {
    if (this.#status.state === 'ready') this.#become({ state: 'full', reason: NO_ROOM });
  }

  #become(status: DatabaseStatus): void {
    if (this.#closing) return;
    if (status.state === 'ready') {
      if (this.#status.state !== 'ready') this.#log.log('The database is ready');
      this.#said.clear();
    } else if (!this.#said.has(status.reason)) {
      this.#log.error(status.reason);
      this.#said.add(status.reason);
    }
    this.#status = status;
  }
}

/** Opens what the settings name: the PostgreSQL of DATABASE_URL, or our own in DATA_DIR. */
export async function openDatabase(config: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<Database> {
  const embedded = config.databaseUrl === null ? await startEmbeddedPostgres(config.dataDir) : null;
  const database = new Database(config.databaseUrl ?? embedded!.url, embedded);
  await database.open();
  return database;
}

const IS_READ_ONLY = `SELECT current_setting('transaction_read_only') = 'on' AS on`;

const NO_ROOM =
  'The database has no room: events cannot be stored until there is some on its disk. Free some; the PBX sends them again.';

/** Whether a table can grow now: a temporary one stands on the same disk. Where that is not allowed, the next event tries. */
async function hasRoom(client: Client): Promise<boolean> {
  try {
    await client.query(
      'BEGIN; CREATE TEMP TABLE room ON COMMIT DROP AS SELECT md5(n::text) FROM generate_series(1, 2000) n',
    );
    return true;
  } catch (error) {
    return databaseFailure(error) !== 'full';
  } finally {
    await client.query('ROLLBACK').catch(() => {});
  }
}
