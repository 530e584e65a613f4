import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { isIn, networks, plain } from './http/connections/source-address.js';
import { AppModule } from './app.module.js';
import type { Config } from './config/config.js';
import { HttpAdapter } from './http/http-adapter.js';
import { limitConnections } from './http/connections/connection-limits.js';
import { mountDocs } from './http/document.js';
import { handleEventsBeforeNest } from './intake/webhook/before-nest.js';
import { Misdirected } from './intake/webhook/misdirected.js';
import { Webhook } from './intake/webhook/webhook.js';
import { ProgramLog } from './http/program-log.js';
import { RequestLog } from './http/request-log.js';

/** The whole program, which does not listen yet and handles no signals. Used by main.ts and by the tests. */
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
  app.disable('etag'); // a list changes with every event, so that a digest of each answer would be of no use
  const proxies = networks(config.trustedProxies);
  app.set('trust proxy', (address: string) => isIn(plain(address), proxies));
  app.enableCsrfProtection(); // browsers name the site that a request comes from; PBXes and curl do not
  // TLS is left to a proxy in front: over plain HTTP these two headers would break the page's own scripts.
  app.useSecurityHeaders({
    strictTransportSecurity: false,
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
  });
  mountDocs(app);
  const server = app.getHttpServer();
  // A sender that closes its side of the connection after its event (netcat does) still gets its answer.
  Object.assign(server, { httpAllowHalfOpen: true });
  handleEventsBeforeNest(server, app.get(Webhook), app.get(Misdirected), app.get(RequestLog));
  limitConnections(server, proxies);
  return app;
}
