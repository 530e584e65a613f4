import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Database } from '../../../src/database/database.js';
import { Prisma } from '../../../src/database/generated/client.js';
import { type DatabaseFailure, databaseFailure } from '../../../src/database/database-error.js';
import { sendProblem } from '../../../src/http/problem.filter.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres/database.js';
import { freePort } from '../../support/postgres/port.js';

let scratch: TestDatabase;
let database: Database;
/** Nobody listens where this one looks for its server. */
let nowhere: Database;
beforeAll(async () => {
  scratch = await createTestDatabase('empty');
  database = new Database(scratch.url);
  nowhere = new Database(`postgresql://handoff:secret@127.0.0.1:${await freePort()}/handoff`);
});
afterAll(async () => {
  await database.onApplicationShutdown();
  await nowhere.onApplicationShutdown();
  await scratch.drop();
});

const errorOf = (work: PromiseLike<unknown>): Promise<Error> =>
  Promise.resolve(work).then(
    () => Promise.reject(new Error('This was to fail.')),
    (error: Error) => error,
  );

const raise = (sqlstate: string) =>
  `DO $$ BEGIN RAISE EXCEPTION 'made up' USING ERRCODE = '${sqlstate}'; END $$`;

const NETWORK = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
];
const networkError = (code: string) =>
  Object.assign(new Error(`connect ${code} 192.0.2.1:5432`), { code, errno: -1, syscall: 'connect' });

/** What PostgreSQL may say, and what that means for the request. */
const STATES: [sqlstate: string, failure: DatabaseFailure, status: number][] = [
  ['08006', 'away', 503],
  ['57P01', 'away', 503],
  ['57014', 'away', 503],
  ['53300', 'away', 503],
  ['25006', 'away', 503],
  ['55P03', 'away', 503],
  ['58030', 'away', 503],
  ['53100', 'full', 503],
  ['40001', 'conflict', 503],
  ['40P01', 'conflict', 503],
  ['22021', 'data', 500],
  ['23505', 'data', 500],
  ['54000', 'data', 500],
  ['42P01', 'unusable', 500],
  ['42501', 'unusable', 500],
  ['P0001', 'unknown', 500],
];

describe('an error of the database', () => {
  it.each(STATES)('%s is %s, by the driver and by Prisma', async (sqlstate, failure) => {
    const statement = Prisma.raw(raise(sqlstate));
    const errors = [
      await errorOf(database.pool.query(raise(sqlstate))),
      await errorOf(database.prisma.$queryRaw(statement)),
      await errorOf(database.prisma.$executeRaw(statement)),
      await errorOf(database.prisma.$transaction([database.prisma.$executeRaw(statement)])),
    ];
    expect(errors.map(databaseFailure)).toEqual(errors.map(() => failure));
  });

  it('a server that is not there is away, by the driver, by SQL and by a model', async () => {
    const errors = [
      await errorOf(nowhere.pool.query('SELECT')),
      await errorOf(nowhere.prisma.$queryRaw`SELECT 1`),
      await errorOf(nowhere.prisma.accessKey.findMany()),
    ];
    expect(errors.map(databaseFailure)).toEqual(['away', 'away', 'away']);
  });

  it('a statement that the server cancels is away', async () => {
    const { prisma } = database;
    const limited = [
      prisma.$executeRaw`SET LOCAL statement_timeout = 20`,
      prisma.$executeRaw`SELECT pg_sleep(5)`,
    ];
    expect(databaseFailure(await errorOf(prisma.$transaction(limited)))).toBe('away');
  });

  it.each(NETWORK)('%s is away', (code) => expect(databaseFailure(networkError(code))).toBe('away'));

  it('one of several causes is enough', () => {
    expect(databaseFailure(new AggregateError([networkError('ECONNREFUSED')]))).toBe('away');
  });

  it.each([
    new Error('The number 08123456 has no owner'),
    new Error('ECONNREFUSED stands in this sentence, and 57P01 too'),
    new TypeError("Cannot read properties of undefined (reading 'code')"),
    'P1001',
    null,
    undefined,
  ])('%p is none of the database', (error) => expect(databaseFailure(error)).toBe('unknown'));
});

describe('the answer to the request', () => {
  /** As a client sees what a route throws. */
  async function answerTo(error: unknown): Promise<{ status: number; retryAfter: string | null }> {
    const server = createServer((_, res) => sendProblem(res, error)).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const answer = await fetch(`http://127.0.0.1:${port}`);
      return { status: answer.status, retryAfter: answer.headers.get('retry-after') };
    } finally {
      server.close();
    }
  }

  it.each(STATES)('%s: %s', async (sqlstate, _, status) => {
    const driver = await answerTo(await errorOf(database.pool.query(raise(sqlstate))));
    const prisma = await answerTo(await errorOf(database.prisma.$queryRaw(Prisma.raw(raise(sqlstate)))));
    const retryAfter = status === 503 ? '2' : null;
    expect([driver, prisma]).toEqual([
      { status, retryAfter },
      { status, retryAfter },
    ]);
  });

  it.each(NETWORK)('%s: try again', async (code) => {
    expect(await answerTo(networkError(code))).toEqual({ status: 503, retryAfter: '2' });
  });

  it('an internal error that mentions 08123456 is none of the database', async () => {
    expect((await answerTo(new Error('The number 08123456 has no owner'))).status).toBe(500);
  });
});
