import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Response } from 'express';
import { type ServerResponse, STATUS_CODES } from 'node:http';
import { isAbort } from '../database/cancellable-rows.js';
import { Database } from '../database/database.js';
import { type DatabaseFailure, databaseFailure } from '../database/database-error.js';

/** An error that its reader can act on: `detail` is a sentence that says what to do, `more` are RFC 9457 extension members. */
export class Problem extends HttpException {
  constructor(
    status: number,
    readonly detail: string,
    readonly more: Record<string, unknown> = {},
    readonly headers: Record<string, string> = {},
  ) {
    super(detail, status);
  }
}

/** The sentence of every 404 whose address means nothing. */
export const NOTHING_HERE = 'There is nothing at this address; GET /docs lists what there is.';

/** RFC 9457's body of an error. */
export function problemBody(status: number, detail: string, more: Record<string, unknown> = {}) {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    ...more,
  };
}

/** Every error of every route leaves as application/problem+json through here. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly database: Database) {}

  /** A table that is missing is our fault only in a database that is ready. */
  catch(error: unknown, host: ArgumentsHost) {
    const { status } = this.database;
    const explained =
      status.state !== 'ready' && databaseFailure(error) === 'unusable'
        ? new Problem(503, status.reason, {}, { 'Retry-After': '2' })
        : error;
    sendProblem(host.switchToHttp().getResponse<Response>(), explained);
  }
}

const log = new Logger('Problem');

/** What went wrong inside is logged, never shown. */
export function sendProblem(res: ServerResponse, error: unknown) {
  if (res.destroyed && isAbort(error)) return; // its client has gone
  const problem = asProblem(error);
  const status = problem.getStatus();
  if (status === 500) {
    const request = String(res.getHeader('X-Request-Id') ?? '');
    log.error({
      request,
      error: impersonal(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    });
  }
  if (res.headersSent) return void res.destroy();
  const body = JSON.stringify(problemBody(status, problem.detail, problem.more));
  res.writeHead(status, {
    ...problem.headers,
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(body),
  });
  res.end(body);
}

/** A database's error quotes what was sent: nobody's number belongs in a log. */
function impersonal(text: string): string {
  return text.replace(/"[^"\n]*"|\+?\d{5,}/g, '…');
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HttpException) {
    const status = error.getStatus();
    return new Problem(status, status === 404 ? NOTHING_HERE : error.message);
  }
  const sentence = TRY_AGAIN[databaseFailure(error)];
  if (sentence) return new Problem(503, sentence, {}, { 'Retry-After': '2' });
  return new Problem(500, 'Something went wrong inside; the log of the program says what.');
}

/** The caller did nothing wrong and may try again. */
const TRY_AGAIN: Partial<Record<DatabaseFailure, string>> = {
  away: 'The database is away; try again in a moment.',
  full: 'The database has no room; try again when it has.',
  conflict: 'Somebody else changed the same just now; try again in a moment.',
};
