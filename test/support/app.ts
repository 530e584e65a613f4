import type { AddressInfo } from 'node:net';
import { createApp } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { createDatabase } from './database.js';

/** The whole program on a real PostgreSQL database of its own, listening on a free loopback port. */
export async function startApp(settings: Record<string, string> = {}) {
  const database = await createDatabase();
  const app = await createApp(
    readConfig({ DATABASE_URL: database.url, PORT: '0', TIME_ZONE: 'UTC', ...settings }),
  );
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    app,
    port,
    url,
    database,
    async get(path: string, headers: Record<string, string> = {}) {
      return answer(await fetch(url + path, { headers }));
    },
    /** Sends an event as it is, or any value as JSON. */
    async post(event: unknown, headers: Record<string, string> = {}, path = '/') {
      const body = typeof event === 'string' || event instanceof Uint8Array ? event : JSON.stringify(event);
      return answer(await fetch(url + path, { method: 'POST', body, headers }));
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
    body: /json/.test(type) ? JSON.parse(text) : undefined,
  };
}
