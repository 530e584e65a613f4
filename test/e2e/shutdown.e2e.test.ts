import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/postgres/database.js';
import { killPrograms, type StartedProgram, startProgram } from '../support/program.js';
import { until } from '../support/until.js';
import { transferEvent } from '../support/pushes.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(killPrograms);
afterAll(() => database?.drop());

let calls = 0;
const event = () => JSON.stringify(transferEvent(`1571981311.${(calls += 1)}`));

/** The status, or 'refused' where nobody listens any more. */
async function push({ url }: StartedProgram): Promise<number | 'refused'> {
  return fetch(`${url}/`, { method: 'POST', body: event(), headers: { connection: 'close' } }).then(
    async (response) => (await response.text(), response.status),
    () => 'refused' as const,
  );
}

/** Until so many events wait for their commit. */
const untilWaiting = ({ url }: StartedProgram, events: number) =>
  until(async () =>
    (await (await fetch(`${url}/metrics`)).text())
      .split('\n')
      .includes(`handoff_waiting{what="waiting"} ${events}`),
  );

async function query(text: string): Promise<Record<string, number>[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows;
}

describe('SIGTERM', () => {
  it('not ready at once, events still taken for DRAIN_SECONDS, then no more; all that were answered are there', async () => {
    const program = await startProgram(['dist/main.js'], { DATABASE_URL: database.url, DRAIN_SECONDS: '2' });
    const before = calls;
    const answers: (number | 'refused')[] = [];
    const senders = Array.from({ length: 4 }, async () => {
      while (answers.at(-1) !== 'refused') answers.push(await push(program));
    });
    await until(() => answers.length > 10);
    process.kill(program.pid, 'SIGTERM');
    await until(async () => (await fetch(`${program.url}/health/ready`)).status === 503);
    const then = answers.length;
    expect((await fetch(`${program.url}/health/live`)).status).toBe(200);
    await until(() => answers.length > then + 10);
    expect(new Set(answers.slice(0, then + 10))).toEqual(new Set([200]));
    expect(await program.exit).toBe(0);
    await Promise.all(senders);
    const taken = answers.filter((status) => status === 200).length;
    const [row] = await query('SELECT count(*)::int AS there FROM transfers');
    expect(row!.there).toBeGreaterThanOrEqual(taken);
    expect(row!.there).toBeLessThanOrEqual(calls - before);
  });

  it('what waits for the database is still committed and answered', async () => {
    const program = await startProgram(['dist/main.js'], { DATABASE_URL: database.url });
    const locker = new Client({ connectionString: database.url });
    await locker.connect();
    await locker.query('BEGIN; LOCK TABLE transfers IN SHARE MODE');
    const waiting = Promise.all(Array.from({ length: 50 }, () => push(program)));
    await untilWaiting(program, 50);
    process.kill(program.pid, 'SIGTERM');
    await until(async () => (await fetch(`${program.url}/health/ready`)).status === 503);
    await locker.query('ROLLBACK');
    await locker.end();
    expect(new Set(await waiting)).toEqual(new Set([200]));
    expect(await program.exit).toBe(0);
  });

  it('with a database that hangs, every sender is answered 503 and the program ends', async () => {
    const program = await startProgram(['dist/main.js'], { DATABASE_URL: database.url });
    const locker = new Client({ connectionString: database.url });
    await locker.connect();
    await locker.query('BEGIN; LOCK TABLE transfers IN SHARE MODE');
    const waiting = Promise.all(Array.from({ length: 10 }, () => push(program)));
    await untilWaiting(program, 10);
    process.kill(program.pid, 'SIGTERM');
    expect(new Set(await waiting)).toEqual(new Set([503]));
    expect(await program.exit).toBe(0);
    await locker.end();
  });
});

describe('Ctrl-C', () => {
  it('reaches the whole process group, and PostgreSQL still stops last: all that were answered are there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'handoff-shutdown-'));
    const start = () => startProgram(['dist/main.js'], { DATABASE_URL: '', DATA_DIR: folder }, true);
    try {
      const program = await start();
      const answers: (number | 'refused')[] = [];
      const senders = Array.from({ length: 8 }, async () => {
        while (answers.at(-1) !== 'refused') answers.push(await push(program));
      });
      await until(() => answers.length > 10);
      process.kill(-program.pid, 'SIGINT');
      expect(await program.exit).toBe(0);
      await Promise.all(senders);
      expect(new Set(answers)).not.toContain(500);
      expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false);

      const again = await start();
      const page = await fetch(`${again.url}/transfers?limit=500`);
      const { data } = (await page.json()) as { data: unknown[] };
      await again.stop();
      const taken = answers.filter((status) => status === 200).length;
      expect(taken).toBeGreaterThan(0);
      expect(data.length).toBeGreaterThanOrEqual(Math.min(taken, 500));

      // A start that fails says why in a sentence, and leaves no PostgreSQL running.
      const taker = createServer().listen(0, '127.0.0.1');
      await once(taker, 'listening');
      const { port } = taker.address() as AddressInfo;
      const env = { ...process.env, DATABASE_URL: '', DATA_DIR: folder, PORT: String(port) };
      const failed = await promisify(execFile)(process.execPath, ['dist/main.js'], { env }).catch(
        (error: { code: number; stderr: string }) => error,
      );
      taker.close();
      expect(failed).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^handoff cannot start: another program listens on .*\n$/),
      });
      expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
