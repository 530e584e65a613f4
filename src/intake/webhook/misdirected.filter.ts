import { type ArgumentsHost, Catch, type ExceptionFilter, NotFoundException } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Misdirected } from './misdirected.js';

/** A request that no route takes. Nest asks the filter of the kind of error before the one for all errors. */
@Catch(NotFoundException)
export class MisdirectedFilter implements ExceptionFilter {
  constructor(private readonly misdirected: Misdirected) {}

  catch(_error: NotFoundException, host: ArgumentsHost) {
    const http = host.switchToHttp();
    return this.misdirected.answer(http.getRequest<Request>(), http.getResponse<Response>(), 404);
  }
}
