import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import type { Config } from './config.js';
import { mountDocs } from './openapi.js';
import { letEventsAhead, Webhook } from './intake/webhook.js';

const LIMITS = {
  // A sender may close its side once it has sent its event (netcat does); it still gets its answer.
  httpAllowHalfOpen: true,
  // Node's own would let a slow client hold a connection for minutes.
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 30_000,
  maxConnections: 4_000,
};

/** The whole program but for the listening and the signals: main.ts and the tests start the same. */
export async function createApp(config: Config): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(config), {
    bodyParser: false, // an event's bytes are kept as they came; the few routes with JSON bodies parse their own
    forceCloseConnections: true,
    abortOnError: false, // main.ts says in a sentence why it cannot start
  });
  app.disable('x-powered-by');
  mountDocs(app);
  const server = app.getHttpServer();
  Object.assign(server, LIMITS);
  letEventsAhead(server, app.get(Webhook));
  return app;
}
