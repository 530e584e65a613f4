import './http/gc-flags.js';
import 'reflect-metadata';
import { createApp } from './app.js';
import { isLoopback, readConfig } from './config/config.js';

const STOP_SIGNALS: NodeJS.Signals[] = ['SIGINT', 'SIGTERM'];

/**
 * Reads the settings, creates the app (which opens the database), and listens; a signal begins the shutdown.
 */
try {
  const config = readConfig();
  const app = await createApp(config);
  app.enableShutdownHooks(STOP_SIGNALS, { useProcessExit: true });
  for (const signal of STOP_SIGNALS) process.once(signal, exitWithin10Seconds);
  await app.listen(config.port, config.host);
  console.log(`handoff listens on ${await app.getUrl()}`);
  if (isLoopback(config.host))
    console.log(
      'Only this machine reaches it. To let a PBX in: HOST=0.0.0.0 EVENT_SECRETS=<a long random word> npm start, ' +
        'and have it push to /events/<that word>; or, with nobody kept out, HOST=0.0.0.0 ACCESS=open npm start',
    );
} catch (error) {
  console.error(`handoff cannot start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

/** Ends the process even where something hangs. Whatever was answered 200 is committed before that. */
function exitWithin10Seconds() {
  setTimeout(() => process.exit(1), 9_500).unref();
}
