import { Injectable, Logger, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Config } from '../config/config.js';

/** Of a W3C `traceparent`: whoever traces finds our lines by it. */
const TRACE = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'];

/** A request that was answered, or whose client went away. */
export interface EndedRequest {
  method: string;
  /** The route's pattern. */
  route: string;
  status: number;
  seconds: number;
}

/**
 * Gives every request an id, and reports its end: to those who asked for it with `onEnd` (the metrics), and in the log where it is not one of the many events
 * that went well. Only the route's pattern is logged: addresses hold secrets and numbers.
 */
@Injectable()
export class RequestLog implements NestMiddleware {
  private readonly log = new Logger('Request');

  /** People want to read of what went wrong; machines keep all. */
  private readonly json: boolean;

  private readonly listeners: ((request: EndedRequest) => void)[] = [];

  constructor(config: Config) {
    this.json = config.logFormat === 'json';
  }

  onEnd(listener: (request: EndedRequest) => void): void {
    this.listeners.push(listener);
  }

  use(req: Request, res: Response, next: NextFunction) {
    this.follow(req, res, () => (req.route as { path?: string } | undefined)?.path ?? 'none');
    next();
  }

  /** For a request that does not come through Nest's router as well: `routeOf` says its pattern once it is answered. */
  follow(req: IncomingMessage, res: ServerResponse, routeOf: () => string) {
    const id = randomUUID();
    const start = performance.now();
    res.setHeader('X-Request-Id', id);
    res.once('close', () => {
      const seconds = (performance.now() - start) / 1000;
      const method = METHODS.includes(req.method ?? '') ? req.method! : 'other';
      const route = routeOf();
      const status = res.writableFinished ? res.statusCode : 499; // the client went away
      for (const listener of this.listeners) listener({ method, route, status, seconds });
      const isEvent = method === 'POST' && (route === '/' || route.startsWith('/events'));
      if (status < (isEvent ? 400 : this.json ? 0 : 500)) return;
      const ms = Number((seconds * 1000).toFixed(1));
      const trace = TRACE.exec([req.headers['traceparent'] ?? ''].flat().join())?.[1];
      this.log.log(
        this.json
          ? { request: id, ...(trace && { trace }), method, route, status, ms }
          : `${method} ${route} ${status} in ${ms} ms (${id})`,
      );
    });
  }
}
