import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Request, Response } from 'express';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { rememberCaller } from '../../../src/access/caller-visibility.js';
import { LongAnswers } from '../../../src/access/long-answers.js';
import { EVERYTHING } from '../../../src/transfer/visibility.js';
import { startApp } from '../../support/app.js';
import { until } from '../../support/until.js';

describe('answers that take long or last', () => {
  let app: Awaited<ReturnType<typeof startApp>>;
  let lock: Client;
  beforeAll(async () => {
    app = await startApp({}, { stories: 'written' });
    lock = new Client({ connectionString: app.databaseUrl });
    lock.on('error', () => {}); // a test that failed has not closed it
    await lock.connect();
  });
  afterAll(async () => {
    await lock?.end();
    await app?.stop();
  });

  const status = () => app.app.get(LongAnswers).status;
  const REPORT = '/reports/transfers?from=2026-01-01&to=2026-02-01&by=ext&tz=UTC';
  const lockTable = (table: string) => lock.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  /** How many statements with this text wait for the lock. */
  async function waiting(text: string) {
    // Not on the connection with the lock: within a transaction PostgreSQL shows the same activity for ever.
    const [row] = await app.query(
      `SELECT count(*)::int FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%' || $1 || '%'`,
      [text],
    );
    return row.count as number;
  }

  it('one caller has 100 streams at a time, and another still gets one', async () => {
    const [one, other] = [await app.makeKey(['read']), await app.makeKey(['read'])];
    const end = new AbortController();
    const open = ({ bearer }: typeof one) =>
      fetch(`${app.url}/transfers/stream`, { headers: bearer, signal: end.signal });
    const streams = await Promise.all(Array.from({ length: 100 }, () => open(one)));
    expect(new Set(streams.map((answer) => answer.status))).toEqual(new Set([200]));
    const refused = await open(one);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('5');
    expect((await open(other)).status).toBe(200);
    end.abort();
    await until(() => status().streams === 0);
  });

  it('reports of one caller are counted four at a time, the others wait; a list does not wait for them', async () => {
    await lockTable('report_horizon');
    const { bearer } = await app.makeKey(['read']);
    const reports = Promise.all(Array.from({ length: 6 }, () => app.get(REPORT, bearer)));
    await until(async () => (await waiting('report_horizon')) >= 4);
    expect(status().reports).toBe(4);
    expect((await app.get('/transfers', bearer)).status).toBe(200);
    await lock.query('ROLLBACK');
    expect((await reports).map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(status().reports).toBe(0);
  });

  it('PostgreSQL ends the statement of a report whose client has gone', async () => {
    await lockTable('transfers'); // which a report of hours reads: rollups hold whole days
    const { bearer } = await app.makeKey(['read']);
    const client = new AbortController();
    const asked = fetch(`${app.url}${REPORT}&hours=09:00-17:00`, { headers: bearer, signal: client.signal });
    const gone = asked.catch(() => 'gone');
    await until(async () => (await waiting('medianSecondsToAnswer')) === 1);
    client.abort();
    expect(await gone).toBe('gone');
    await until(async () => (await waiting('medianSecondsToAnswer')) === 0);
    await lock.query('ROLLBACK');
  });

  it('a client that left before its answer was begun takes no room', async () => {
    const answers = app.app.get(LongAnswers);
    const left = new Promise<AbortSignal>((resolve, reject) => {
      const server = createServer((req, res) => {
        rememberCaller(req, { id: 'left', visibility: EVERYTHING });
        res.once('close', () => {
          answers.begin('export', req as Request, res as Response).then(resolve, reject);
          server.close();
        });
        req.socket.destroy();
      });
      server.listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo;
        void fetch(`http://127.0.0.1:${port}/`).catch(() => {});
      });
    });
    expect((await left).aborted).toBe(true);
    expect(answers.status.exports).toBe(0);
  });
});
