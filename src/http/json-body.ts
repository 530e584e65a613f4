import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { json, type Request, type Response } from 'express';
import { invalidRequest } from './invalid-value.js';

const parse = json({ limit: '16kb', type: () => true });

/**
 * Reads the JSON object that a route takes by `@Body()`, whatever its content type. The program parses the body of no other
 * request, since an event's bytes are kept as they come; and an interceptor runs after the guards, so that nobody without a
 * key has a body read.
 */
export class JsonBody implements NestInterceptor {
  /** @param what the object holds, in words and by an example */
  constructor(private readonly what: string) {}

  async intercept(context: ExecutionContext, next: CallHandler) {
    const http = context.switchToHttp();
    const req = http.getRequest<Request>();
    await this.read(req, http.getResponse());
    const body: unknown = req.body;
    if (typeof body !== 'object' || body === null || Array.isArray(body)) throw this.fault();
    return next.handle();
  }

  private read(req: Request, res: Response): Promise<void> {
    return new Promise((resolve, reject) =>
      parse(req, res, (error?: unknown) => (error ? reject(this.fault()) : resolve())),
    );
  }

  private fault = () =>
    invalidRequest([{ path: 'body', message: `must be a JSON object with ${this.what}` }]);
}
