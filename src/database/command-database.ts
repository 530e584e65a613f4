import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { Command } from 'commander';
import { Client } from 'pg';
import { type Config, readConfig } from '../config/config.js';
import { findSettings } from '../config/settings-file.js';
import { connectFailure } from './connect-failure.js';
import { sessionOf } from './connections.js';
import { Database } from './database.js';
import { runningEmbeddedPostgres, startEmbeddedPostgres } from './embedded/embedded-postgres.js';

/** From here on the exact number would take long, and helps nobody to know a database. */
const COUNTED = 1_000_000;

const WHERE =
  'set DATABASE_URL or DATA_DIR as the program has it, or name the file of its settings with --env-file.';

/** A command with the option that names the settings of a running service. */
export function commandWithSettings(name: string): Command {
  return new Command(name).option(
    '--env-file <file>',
    'the settings of a running service, as NAME=value lines; else the environment, else /etc/handoff.env',
  );
}

/** The settings that a command is to use; says on stderr which file they are from. */
export function settingsOf(program: Command): Config {
  const { env, file } = findSettings(program.opts<{ envFile?: string }>().envFile);
  if (file) console.error(`Settings: ${file}`);
  return readConfig(env);
}

/** Runs the command; an error is one sentence on stderr. */
export async function runCommand(program: Command): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}

/**
 * For commands such as npm run key: opens the program's database, whether the program runs or not, says on stderr which one
 * it is, does the work, and closes it. An embedded PostgreSQL that does not run is started for that time. A database that
 * is not there yet is made for `restore` alone: to any other command it is the wrong one. `asItIs` leaves a database that is older
 * than the program as it is; else it is brought up to date.
 */
export async function withDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  work: (database: Database) => Promise<void>,
  { mayCreate = false, asItIs = false } = {},
): Promise<void> {
  Logger.overrideLogger(['fatal']); // what goes wrong is thrown as a sentence
  if (config.databaseUrl === null && !mayCreate) await refuseEmptyFolder(config.dataDir);
  const running = config.databaseUrl ?? (await runningEmbeddedPostgres(config.dataDir));
  const embedded = running === null ? await startEmbeddedPostgres(config.dataDir) : null;
  const url = running ?? embedded!.url;
  const database = new Database(url, embedded);
  try {
    const transfers = await countTransfers(url);
    const name =
      config.databaseUrl === null ? `${databaseName(url)}, of ${config.dataDir},` : databaseName(url);
    if (transfers === null && !mayCreate) throw new Error(`${name} holds no tables of handoff: ${WHERE}`);
    console.error(transfers === null ? `${name} is new.` : `${name} holds ${sizeOf(transfers)}.`);
    if (!asItIs) await database.open();
    if (!asItIs && database.status.state !== 'ready') throw new Error(database.status.reason);
    await work(database);
  } finally {
    await database.onApplicationShutdown();
  }
}

/** Host and name, never the password. */
export function databaseName(url: string): string {
  const { host, pathname } = new URL(url);
  return `The database ${decodeURIComponent(pathname.slice(1)) || 'of its user'} on ${host}`;
}

async function refuseEmptyFolder(dataDir: string): Promise<void> {
  const made = join(dataDir, 'postgres', 'PG_VERSION');
  const failure = await stat(made).then(
    () => null,
    (error: NodeJS.ErrnoException) => error,
  );
  if (failure?.code === 'EACCES')
    throw new Error(`This user may not open ${dataDir}: run the command as root.`);
  if (failure) throw new Error(`There is no database in ${dataDir}: ${WHERE}`);
}

/** Null where the tables are not there. */
async function countTransfers(url: string): Promise<number | null> {
  const client = new Client({ ...sessionOf(url), connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows: tables } = await client.query<{ there: boolean }>(
      `SELECT to_regclass('transfers') IS NOT NULL AS there`,
    );
    if (!tables[0]!.there) return null;
    const { rows } = await client.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM (SELECT FROM transfers LIMIT ${COUNTED}) counted`,
    );
    return rows[0]!.n;
  } catch (error) {
    throw new Error(connectFailure(error, url), { cause: error });
  } finally {
    await client.end().catch(() => {});
  }
}

function sizeOf(transfers: number): string {
  if (transfers === COUNTED) return 'a million transfers or more';
  return transfers === 1 ? '1 transfer' : `${transfers.toLocaleString('en')} transfers`;
}
