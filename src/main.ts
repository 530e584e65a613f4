import './http/gc-flags.js';
import 'reflect-metadata';
import { createApp } from './app.js';
import { Keys } from './access/keys.js';
import { type Config, readConfig } from './config/config.js';
import { startFailure, startMessages } from './start-messages.js';

const STOP_SIGNALS: NodeJS.Signals[] = ['SIGINT', 'SIGTERM'];

// Reads the settings, creates the app (which opens the database), and listens; a signal begins the shutdown.
let config: Config | undefined; // explains a start that fails, once the settings are read
try {
  config = readConfig();
  const app = await createApp(config);
  app.enableShutdownHooks(STOP_SIGNALS, { useProcessExit: true });
  for (const signal of STOP_SIGNALS) process.once(signal, exitWithin10Seconds);
  await app.listen(config.port, config.host);
  const hasKeys = await app
    .get(Keys)
    .any()
    .catch(() => true); // the database is away: nothing is known of keys
  for (const line of startMessages(config, await app.getUrl(), hasKeys)) console.log(line);
} catch (error) {
  console.error(`handoff cannot start: ${startFailure(error, config ?? {})}`);
  process.exit(1);
}

/** Ends the process even where something hangs. Whatever was answered 200 is committed before that. */
function exitWithin10Seconds() {
  setTimeout(() => process.exit(1), 9_500).unref();
}
