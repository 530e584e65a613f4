import { Logger } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { Database, openDatabase } from './database.js';
import { runningEmbeddedPostgres } from './embedded/embedded-postgres.js';

/**
 * For commands such as npm run key: opens the program's database, whether the program runs or not, does the
 * work, and closes it. An embedded PostgreSQL that does not run is started for that time.
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
