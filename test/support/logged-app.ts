import type { AddressInfo } from 'node:net';
import { createApp } from '../../src/app.js';
import { readConfig } from '../../src/config/config.js';

export type LoggedApp = Awaited<ReturnType<typeof startLoggedApp>>;

/** The whole program on a database that the test names, with what it logs. */
export async function startLoggedApp(settings: Record<string, string>) {
  const log: string[] = [];
  const say = (message: unknown) => void log.push(String(message));
  const app = await createApp(readConfig({ TIME_ZONE: 'UTC', ...settings }), {
    log: say,
    warn: say,
    error: say,
  });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    log,
    port,
    async get(path: string) {
      return answerOf(await fetch(url + path));
    },
    async post(event: unknown) {
      return answerOf(await fetch(url, { method: 'POST', body: JSON.stringify(event) }));
    },
    stop: () => app.close(),
  };
}

async function answerOf(response: Response) {
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}
