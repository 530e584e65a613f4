#!/usr/bin/env node
import './http/gc-flags.js';
import 'reflect-metadata';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createApp } from './app.js';
import { Keys } from './access/keys.js';
import { type Config, readConfig } from './config/config.js';
import { startFailure, startMessages } from './start-messages.js';

const STOP_SIGNALS: NodeJS.Signals[] = ['SIGINT', 'SIGTERM'];

// Reads the settings, creates the app (which opens the database), and listens; a signal begins the shutdown, also while it
// still starts.
let config: Config | undefined; // explains a start that fails, once the settings are read
let app: NestExpressApplication | undefined;
let isStopping = false;
for (const signal of STOP_SIGNALS) process.once(signal, beginToStop);
try {
  config = readConfig();
  app = await createApp(config);
  app.enableShutdownHooks(STOP_SIGNALS, { useProcessExit: true });
  if (isStopping) await stop(0);
  await app.listen(config.port, config.host);
  const hasKeys = await app
    .get(Keys)
    .any()
    .catch(() => true); // the database is away: nothing is known of keys
  for (const line of startMessages(config, await app.getUrl(), hasKeys)) console.log(line);
} catch (error) {
  // An app that is being stopped cannot listen any more, and ends by itself.
  if (!isStopping || !app) {
    console.error(`handoff cannot start: ${startFailure(error, config ?? {})}`);
    await stop(1);
  }
}

/** Its PostgreSQL does not outlive a start that failed. */
async function stop(code: number) {
  await app?.close().catch(() => {});
  process.exit(code);
}

/** Ends the process even where something hangs. Whatever was answered 200 is committed before that. */
function beginToStop() {
  isStopping = true;
  setTimeout(() => process.exit(1), 9_500).unref();
}
