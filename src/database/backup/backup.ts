import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { PoolClient } from 'pg';
import type { Config } from '../../config/config.js';
import type { Database } from '../database.js';
import { readMigrations } from '../migrations.js';

const SUFFIX = '.handoff.gz';

/** The migration with which transfers got stories; a database without it is backed up, too. */
const STORIES = '20261122040000_story';

/** The first line: which program can read the rest. */
interface Head {
  handoff: 1;
  migrations: string[];
  at: string;
}

/** A table follows, as COPY writes it, up to a line of `\.`. */
interface TableHead {
  table: string;
  columns: string[];
  /** Those that hold transaction ids, which mean nothing in another database. */
  local: string[];
  /** Of these, those that hold the transaction that wrote the row. */
  created: string[];
  /** Rows of which no story has been computed yet are marked: of a recorded event or a transfer. */
  evidence: boolean;
}

/**
 * Writes all tables, as they stood at one moment, into one file: plain COPY text, gzipped, so that it can be read by any
 * version of PostgreSQL on any machine. The embedded PostgreSQL comes without pg_dump. Returns the file's name.
 */
export async function backUp(database: Database, folder: string): Promise<string> {
  await refuseNothing(database);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${new Date().toISOString().replace(/[:.]/g, '-')}${SUFFIX}`);
  const client = await database.pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0');
    // Under another name until it is whole.
    await pipeline(
      Readable.from(dump(client)),
      createGzip(),
      createWriteStream(`${file}.part`, { mode: 0o600, flush: true }),
    );
    await client.query('COMMIT');
    await rename(`${file}.part`, file);
    return file;
  } finally {
    client.release(true);
  }
}

async function* dump(client: PoolClient): AsyncGenerator<Buffer | string> {
  const head: Head = {
    handoff: 1,
    migrations: await appliedMigrations(client),
    at: new Date().toISOString(),
  };
  yield `${JSON.stringify(head)}\n`;
  const hasStories = head.migrations.includes(STORIES);
  for (const table of await tables(client)) {
    yield `${JSON.stringify(table satisfies TableHead)}\n`;
    for await (const chunk of client.query(copyTo(`COPY (${portable(table, hasStories)}) TO STDOUT`)))
      yield chunk as Buffer;
    yield '\\.\n';
  }
}

/** Whether an older version of the program made this file. @throws where it is no backup, or of a newer version. */
export async function isOlder(file: string): Promise<boolean> {
  const lines = await linesOf(file);
  const head = readHead((await lines.next()).value as string | undefined);
  await lines.return?.();
  const migrations = await migrationNames();
  if (head.migrations.join() !== migrations.slice(0, head.migrations.length).join())
    throw new Error(
      `This backup is of another version: it ends with ${head.migrations.at(-1)}, which this program does not have. ` +
        'Restore it with the version that made it, or a newer one.',
    );
  return head.migrations.length < migrations.length;
}

/**
 * Fills an empty database from a file of backUp; where an older version made it, one without tables: it is brought to that
 * version, filled, and brought up to date. @throws where it is not empty, or the file is of a newer version.
 */
export async function restore(database: Database, file: string): Promise<Record<string, number>> {
  const older = await isOlder(file);
  const lines = await linesOf(file);
  const head = readHead((await lines.next()).value as string | undefined);
  if (older) await prepareOlder(database, head);
  const counts = await fill(database, lines);
  if (older) await database.migrate();
  return counts;
}

async function linesOf(file: string): Promise<AsyncIterator<string>> {
  await (await open(file)).close();
  const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()), crlfDelay: Infinity });
  return lines[Symbol.asyncIterator]();
}

async function prepareOlder(database: Database, { migrations }: Head) {
  const { rows } = await database.pool.query<{ has: boolean }>(
    `SELECT to_regclass('transfers') IS NOT NULL AS has`,
  );
  if (rows[0]!.has)
    throw new Error(
      'This backup is of an older version, and the database has the tables of this one: restore into a database without tables.',
    );
  await database.migrate(migrations);
}

async function fill(database: Database, reader: AsyncIterator<string>): Promise<Record<string, number>> {
  const client = await database.pool.connect();
  const counts: Record<string, number> = {};
  try {
    await client.query('BEGIN; SET LOCAL statement_timeout = 0');
    for (const table of await tables(client)) await refuseFull(client, table.table);
    for (let line = await reader.next(); !line.done; line = await reader.next()) {
      const table = JSON.parse(line.value) as TableHead;
      const stream = client.query(copyFrom(`COPY ${target(table)} FROM STDIN`));
      await pipeline(Readable.from(rowsOf(reader)), stream);
      counts[table.table] = stream.rowCount ?? 0;
    }
    await client.query('COMMIT');
    return counts;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release(true);
  }
}

/** The backups in their usual place that are older than this. */
export async function backupsBefore(time: Date, config: Pick<Config, 'backupDir'>): Promise<string[]> {
  const limit = time.toISOString().replace(/[:.]/g, '-');
  const files = await readdir(config.backupDir).catch(() => []);
  return files.filter((file) => file.endsWith(SUFFIX) && file < limit).sort();
}

async function* rowsOf(lines: AsyncIterator<string>): AsyncGenerator<string> {
  for (let line = await lines.next(); line.value !== '\\.'; line = await lines.next()) {
    if (line.done) throw new Error('The backup ends in the middle of a table: it is damaged.');
    yield `${line.value}\n`;
  }
}

function readHead(line: string | undefined): Head {
  try {
    const head = JSON.parse(line ?? '') as Head;
    if (head.handoff === 1) return head;
  } catch {
    // below
  }
  throw new Error('This is no backup of handoff.');
}

async function refuseNothing({ pool }: Database) {
  const client = await pool.connect();
  try {
    for (const { table } of await tables(client))
      if ((await client.query(`SELECT FROM "${table}" LIMIT 1`)).rowCount) return;
  } finally {
    client.release();
  }
  throw new Error('The database is empty: no backup was written. Is it the one that the program uses?');
}

async function refuseFull(client: PoolClient, table: string) {
  const { rowCount } = await client.query(`SELECT FROM "${table}" LIMIT 1`);
  if (rowCount) throw new Error(`The database is not empty (${table} has rows): restore into an empty one.`);
}

/** Of the database, which may be older than the program: a backup is taken before an upgrade, and changes nothing. */
async function appliedMigrations(client: PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ name: string; isFinished: boolean }>(`
    SELECT migration_name AS name, finished_at IS NOT NULL AS "isFinished" FROM _prisma_migrations
    WHERE rolled_back_at IS NULL ORDER BY migration_name`);
  if (rows.some(({ isFinished }) => !isFinished))
    throw new Error(
      'An upgrade of this database was stopped in the middle: start the program once, then back it up.',
    );
  return rows.map(({ name }) => name);
}

/** Those that refer to others come last. */
async function tables(client: PoolClient): Promise<TableHead[]> {
  const { rows } = await client.query<TableHead>(
    `SELECT c.relname AS table, c.relname IN ('transfers', 'recorded_events') AS evidence, array_agg(a.attname::text ORDER BY a.attnum) AS columns,
       coalesce(array_agg(a.attname::text) FILTER (WHERE a.atttypid = 'xid8'::regtype), '{}') AS local,
       coalesce(array_agg(a.attname::text) FILTER (WHERE a.atttypid = 'xid8'::regtype AND a.atthasdef), '{}') AS created
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE c.relkind = 'r' AND c.relnamespace = quote_ident(current_schema())::regnamespace AND c.relname <> ALL ('{_prisma_migrations,report_horizon,report_blocks,report_rollups,story_progress}') -- rollups are made anew
     GROUP BY c.oid, c.relname
     ORDER BY EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f'), c.relname`,
  );
  return rows;
}

function portable({ table, columns, local, created, evidence }: TableHead, hasStories: boolean): string {
  const values = columns.map((column) => {
    if (!local.includes(column)) return `"${column}"`;
    return `${evidence && hasStories && created.includes(column) ? notInStories(column) : 'NULL'} AS "${column}"`;
  });
  return `SELECT ${values.join(', ')} FROM "${table}"`;
}

/**
 * What no story holds yet gets the first transaction id of any server: without `story_progress`, which is left out, the
 * first pass over the restored rows takes it for new, and what has no id for known (story/sql/changes.ts).
 */
const notInStories = (column: string) => `CASE WHEN ${column} IS NOT NULL
  AND (SELECT pg_visible_in_snapshot(${column}, seen) FROM story_progress) IS NOT TRUE THEN '1' END`;

const target = ({ table, columns }: TableHead) =>
  `"${table}" (${columns.map((column) => `"${column}"`).join(', ')})`;

async function migrationNames(): Promise<string[]> {
  return (await readMigrations()).migrationDirectories.map(({ path }) => path);
}
