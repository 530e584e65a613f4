import { Logger } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { Database, openDatabase } from './database.js';
import { runningEmbeddedPostgres } from './embedded/embedded-postgres.js';

/**
 * For a command beside the program: works on its database, whether it runs or not. The embedded PostgreSQL is used
 * where it runs, and started for as long as it takes where it does not.
 */
export async function visitDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  work: (database: Database) => Promise<void>,
): Promise<void> {
  Logger.overrideLogger(['warn', 'error', 'fatal']);
  const running = config.databaseUrl ?? (await runningEmbeddedPostgres(config.dataDir));
  const database = await openDatabase({ ...config, databaseUrl: running });
  try {
    await work(database);
  } finally {
    await database.onApplicationShutdown();
  }
}
