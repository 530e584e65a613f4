import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, type Server, type Socket } from 'node:net';
import { startApp } from '../../support/app.js';
import { until } from '../../support/until.js';
import { transferEvent } from '../../support/pushes.js';

let app: Awaited<ReturnType<typeof startApp>>;

let calls = 0;
const event = () => JSON.stringify(transferEvent(`1571981311.${(calls += 1)}`));
const head = (length: number) => `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n`;

/** A connection that says this, and what it was answered when the other side ended it. */
function open(said: string) {
  const socket: Socket = connect(app.port, '127.0.0.1');
  socket.write(said);
  let received = '';
  socket.on('data', (chunk) => (received += chunk.toString()));
  const closed = new Promise<{ received: string }>((resolve) => {
    socket.on('error', () => {});
    socket.on('close', () => resolve({ received }));
  });
  return { socket, closed };
}

/** How many the server has. */
const connections = () =>
  new Promise<number>((resolve, reject) =>
    (app.app.getHttpServer() as Server).getConnections((error, count) =>
      error ? reject(error) : resolve(count),
    ),
  );

describe('slow and hostile clients', () => {
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.stop());

  it('headers that never end and a body that drips are cut off, and both are answered 408', async () => {
    const headers = open('POST / HTTP/1.1\r\nHost: x\r\nX-');
    const body = open(`${head(1000)}\r\n`);
    const drip = setInterval(() => body.socket.write(' '), 500);
    try {
      const first = await headers.closed;
      expect(first.received).toMatch(/^HTTP\/1\.1 408/);
      const second = await body.closed;
      expect(second.received).toMatch(/^HTTP\/1\.1 408/);
    } finally {
      clearInterval(drip);
    }
  });

  it('a thousand connections that say nothing do not keep an event from being taken', async () => {
    const silent = Array.from({ length: 1_000 }, () => open('POST / HTTP/1.1\r\nX-'));
    await until(() => silent.every(({ socket }) => !socket.connecting));
    expect((await app.post(event())).status).toBe(200);
    for (const { socket } of silent) socket.destroy();
  });

  it.each([
    ['of a gigabyte', `${head(1_000_000_000)}\r\n`, ' '.repeat(65_536)],
    [
      'without an end',
      'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n',
      `10000\r\n${' '.repeat(65_536)}\r\n`,
    ],
  ])('a body %s is answered 413, and not read on for ever', async (_, said, piece) => {
    const { socket, closed } = open(said);
    while (!socket.closed && socket.bytesWritten < 64 * 1024 * 1024)
      if (!socket.write(piece)) await Promise.race([once(socket, 'drain').catch(() => {}), closed]);
    expect((await closed).received).toMatch(/^HTTP\/1\.1 413/);
    expect(socket.bytesWritten).toBeLessThan(16 * 1024 * 1024);
  });

  it('a sender that goes away in the middle leaves nothing behind', async () => {
    const sent = event();
    const before = await connections();
    const { socket, closed } = open(`${head(sent.length)}\r\n${sent.slice(0, 40)}`);
    await until(async () => (await connections()) > before);
    socket.resetAndDestroy();
    await closed;
    expect((await app.post(event())).status).toBe(200);
    expect(await app.query(`SELECT 1 FROM transfers WHERE callid = '1571981311.${calls - 1}'`)).toEqual([]);
    expect(await app.query('SELECT 1 FROM quarantined_bodies')).toEqual([]);
  });

  it('what is no HTTP is answered 400, and the connection ends', async () => {
    expect((await open('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n').closed).received).toMatch(
      /^HTTP\/1\.1 400/,
    );
  });
});
