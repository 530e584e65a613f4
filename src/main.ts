import 'reflect-metadata';
import { createApp } from './app.js';
import { isLoopback, readConfig } from './config.js';

/** The start-up story: settings, database (with the app), listen, and on a signal drain. */
try {
  const config = readConfig();
  const app = await createApp(config);
  app.enableShutdownHooks(['SIGINT', 'SIGTERM']);
  await app.listen(config.port, config.host);
  console.log(`handoff listens on ${await app.getUrl()}`);
  if (isLoopback(config.host))
    console.log('Only this machine reaches it. To let a PBX in: HOST=0.0.0.0 ACCESS=open npm start');
} catch (error) {
  console.error(`handoff cannot start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
