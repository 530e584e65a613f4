import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { limitConnections } from '../../../src/http/connections/connection-limits.js';
import { networks } from '../../../src/http/connections/source-address.js';
import { until } from '../../support/until.js';

const LIMITS = { most: 40, crowded: 30, ofAddress: 1000 };
const READING = { stalled: 60_000, complete: 200, check: 50 };
const LARGE = Buffer.alloc(50 * 1024 * 1024);

describe('what one client may hold of the server', () => {
  let server: Server;
  let sockets: Socket[];
  beforeEach(() => {
    sockets = [];
    server = createServer((req, res) => void res.end(req.url === '/large' ? LARGE : 'ok'));
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  async function listen(limits: Partial<typeof LIMITS>, proxies: string[] = []) {
    limitConnections(server, networks(proxies), { ...LIMITS, ...limits }, READING);
    await once(server.listen(0, '127.0.0.1'), 'listening');
  }

  /** A connection that has had one answer and waits for nothing; or was closed before. */
  async function ask(path = '/') {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => {});
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    const answered = await Promise.race([
      once(socket, 'data').then(() => true),
      once(socket, 'close').then(() => false),
    ]);
    return { socket, answered };
  }

  it('connections that wait for nothing give way to new ones', async () => {
    await listen({});
    const idle: Awaited<ReturnType<typeof ask>>[] = [];
    for (let n = 0; n < 100; n++) idle.push(await ask());
    expect(idle.filter(({ answered }) => !answered)).toEqual([]);
    await until(() => idle.filter(({ socket }) => socket.destroyed).length >= 60);
  });

  it('one address has a part of them', async () => {
    await listen({ ofAddress: 5 });
    for (let n = 0; n < 5; n++) expect((await ask()).answered).toBe(true);
    expect((await ask()).answered).toBe(false);
    sockets.pop()!.destroy();
    sockets.pop()!.destroy();
    await until(async () => (await ask()).answered);
  });

  it('a trusted proxy has all of them', async () => {
    await listen({ ofAddress: 5 }, ['127.0.0.1']);
    for (let n = 0; n < 20; n++) expect((await ask()).answered).toBe(true);
  });

  it('an answer that is complete and not read ends', async () => {
    await listen({});
    const { socket } = await ask('/large');
    socket.pause();
    const connections = () => new Promise<number>((resolve) => server.getConnections((_, n) => resolve(n)));
    await until(async () => (await connections()) === 0);
  });
});
