import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { startApp } from '../../support/app.js';

let app: Awaited<ReturnType<typeof startApp>>;

describe('the HTTP adapter', () => {
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.stop());

  it('requests and answers keep the prototypes with which they were born, and have what Express gives them', async () => {
    const server: Server = app.app.getHttpServer();
    const born: [object, unknown][] = [];
    server.prependOnceListener('request', (...both) => {
      for (const one of both) born.push([one, Object.getPrototypeOf(one)]);
    });
    expect((await app.get('/health/live')).status).toBe(200);
    expect(born).toHaveLength(2);
    for (const [one, prototype] of born) {
      expect(Object.getPrototypeOf(one)).toBe(prototype);
      expect(one).toHaveProperty('app'); // by which Express knows its own
    }
  });

  it('who has begun a request and does not end it is not waited for when the program stops', async () => {
    const other = await startApp();
    const half = connect(other.port, '127.0.0.1');
    let lastSeen = '';
    half.on('error', () => {}).on('data', (chunk) => (lastSeen += String(chunk)));
    half.write('GET /health/live HTTP/1.1\r\nHost: x\r\n');
    await other.get('/health/live');
    const closed = once(half, 'close');
    await other.stop();
    await closed;
    expect(lastSeen).toBe(''); // not even that it took too long
  });
});
