import type { AddressInfo } from 'node:net';
import { createApp } from '../../src/app.js';
import { readConfig } from '../../src/config/config.js';
import { hashOf, makeKey, type Scope } from '../../src/access/key.js';
import { Keys } from '../../src/access/keys.js';
import { KeyStore } from '../../src/access/key.store.js';
import { JobRunner } from '../../src/database/jobs/job-runner.js';
import { Database } from '../../src/database/database.js';
import { storiesWaiting } from './stories/stories-waiting.js';
import { createTestDatabase } from './postgres/database.js';
import { until } from './until.js';

/**
 * The whole program on a real PostgreSQL database of its own, listening on a free loopback port, or on
 * `PORT`. With stories `written` its story worker is stopped, for tests that write targets and outcomes into
 * the rows themselves.
 */
export async function startApp(
  settings: Record<string, string> = {},
  { stories = 'computed' }: { stories?: 'computed' | 'written' } = {},
) {
  const database = await createTestDatabase();
  const config = readConfig({ DATABASE_URL: database.url, PORT: '0', TIME_ZONE: 'UTC', ...settings });
  // Silent, but for tests that name how they want their logs.
  const app = settings['LOG_FORMAT'] ? await createApp(config) : await createApp(config, false);
  await app.listen(Number(settings['PORT'] ?? 0), '127.0.0.1');
  if (stories === 'written') await app.get(JobRunner).stop('stories');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  /** Sends text and blobs as they are, anything else as JSON. */
  async function post(event: unknown, headers: Record<string, string> = {}, path = '/') {
    const body = typeof event === 'string' || event instanceof Blob ? event : JSON.stringify(event);
    return answer(await fetch(url + path, { method: 'POST', body, headers }));
  }
  /** Straight to the database, to look behind the API. */
  async function query(text: string, values: unknown[] = []) {
    return (await app.get(Database).pool.query(text, values)).rows;
  }
  /** Resolves after a round of a background job that began now. */
  const runJob = (name: string) => app.get(JobRunner).runNow(name);
  return {
    app,
    port,
    url,
    databaseUrl: database.url,
    query,
    runJob,
    /** Resolves when stories have been computed of all that is committed. */
    storiesComputed: () => until(async () => (await runJob('stories'), (await storiesWaiting(query)) === 0)),
    async get(path: string, headers: Record<string, string> = {}) {
      return answer(await fetch(url + path, { headers }));
    },
    post,
    /** The same, sent again where the answer is 503, as a PBX does: for what a test needs to be there. */
    async deliver(...sent: Parameters<typeof post>) {
      let last = await post(...sent);
      await until(async () => last.status !== 503 || (last = await post(...sent)).status !== 503);
      return last;
    },
    /** A key as `npm run key` makes it, once the program knows of it. */
    async makeKey(scopes: Scope[], pbxes: string[] | null = null, extensions: string[] | null = null) {
      const { id, key } = makeKey();
      await app.get(KeyStore).add({ id, hash: hashOf(key), name: 'test', scopes, pbxes, extensions });
      await app.get(Keys).read();
      return { id, key, bearer: { Authorization: `Bearer ${key}` } };
    },
    async stop() {
      await app.close();
      await database.drop();
    },
  };
}

async function answer(response: Response) {
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: /\bjson\b/.test(type) ? JSON.parse(text) : undefined,
  };
}
