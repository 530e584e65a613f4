import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { isIn, networks, plain } from './access/sources.js';
import { AppModule } from './app.module.js';
import type { Config } from './config/config.js';
import { HttpAdapter } from './http/http-adapter.js';
import { mountDocs } from './http/document.js';
import { Misdirected } from './intake/webhook/misdirected.js';
import { handleEventsBeforeNest, Webhook } from './intake/webhook/webhook.js';
import { ProgramLog } from './http/program-log.js';
import { RequestLog } from './http/request-log.js';

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
export async function createApp(
  config: Config,
  logger: LoggerService | false = new ProgramLog({ json: config.logFormat === 'json' }),
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(config), new HttpAdapter(), {
    logger,
    bodyParser: false, // an event's bytes are kept as they came; the few routes with JSON bodies parse their own
    abortOnError: false, // main.ts says in a sentence why it cannot start
  });
  app.disable('x-powered-by');
  app.disable('etag'); // a list changes with every event: a digest of each answer would only cost
  const proxies = networks(config.trustedProxies);
  app.set('trust proxy', (address: string) => isIn(plain(address), proxies));
  app.enableCsrfProtection(); // browsers say where a request comes from; a PBX and curl say nothing and pass
  // HTTPS is the business of a proxy in front: on a plain LAN these two would break the page's own scripts.
  app.useSecurityHeaders({
    strictTransportSecurity: false,
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
  });
  mountDocs(app);
  const server = app.getHttpServer();
  Object.assign(server, LIMITS);
  handleEventsBeforeNest(server, app.get(Webhook), app.get(Misdirected), app.get(RequestLog));
  return app;
}
