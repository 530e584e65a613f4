import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { once } from 'node:events';
import { isThisMachine, push, type PushOptions } from '../../../src/simulator/push/push.js';
import { simulate } from '../../../src/simulator/simulate.js';

const until = new Date('2026-11-20T23:00:00Z');
const few = () => [...simulate({ seed: 7, until, zone: 'Europe/Madrid', calls: 12, days: 1 }).events];

let open: (Server | TcpServer)[] = [];
afterEach(async () => {
  await Promise.all(open.map((server) => new Promise((done) => server.close(done))));
  open = [];
});

async function listen(server: Server | TcpServer): Promise<URL> {
  open.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return new URL(`http://127.0.0.1:${address.port}`);
}

/** A receiver that answers as asked and keeps what arrived. */
async function receiver(answer: (body: string, response: ServerResponse) => void) {
  const arrived: { request: IncomingMessage; body: string }[] = [];
  let connections = 0;
  let most = 0;
  let now = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      arrived.push({ request, body });
      response.setHeader('Connection', 'close');
      setTimeout(() => answer(body, response), 2);
    });
  });
  server.on('connection', (socket) => {
    connections += 1;
    now += 1;
    most = Math.max(most, now);
    socket.on('close', () => (now -= 1));
  });
  const url = await listen(server);
  return {
    url,
    arrived,
    connections: () => connections,
    mostAtOnce: () => most,
  };
}

function options(url: URL, more: Partial<PushOptions> = {}): PushOptions {
  return { url, rate: 0, connections: 4, patience: 5000, ...more };
}

const say = (response: ServerResponse, status: number, text: object) => {
  response.statusCode = status;
  response.end(JSON.stringify(text));
};

describe('the simulated PBX', () => {
  it('writes each request as the vendor prints it', async () => {
    let text = '';
    const server = createTcpServer((socket) => {
      socket.on('data', (chunk) => {
        text += chunk.toString('utf8');
        socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{"status":"stored"}');
      });
    });
    const url = await listen(server);
    const [event] = few();
    if (!event) throw new Error('nothing to send');
    expect(await push([event], options(url))).toMatchObject({ stored: 1 });
    expect(text.split('\r\n')).toEqual([
      'POST / HTTP/1.1',
      `Host: 127.0.0.1: ${url.port}`,
      'User-Agent: WebAPI',
      'Content-Type: application/json',
      'Accept: application/json',
      'Accept: application/json',
      `X-Simulated-At: ${event.at.toISOString()}`,
      `Content-Length: ${Buffer.byteLength(event.body)}`,
      '',
      event.body,
    ]);
  });

  it('sends every event once, each on a connection of its own, no more at once than allowed, and counts the answers', async () => {
    const events = few();
    const { url, arrived, connections, mostAtOnce } = await receiver((body, response) =>
      say(response, 200, {
        status: body.includes('Tranfer') ? 'stored' : 'recorded',
      }),
    );
    const tally = await push(events, options(url, { connections: 3 }));
    expect(arrived.map(({ body }) => body).sort()).toEqual(events.map(({ body }) => body).sort());
    expect(connections()).toBe(events.length);
    expect(mostAtOnce()).toBeLessThanOrEqual(3);
    const stored = events.filter(({ event }) => event.what === 'transfer').length;
    expect(tally).toMatchObject({
      stored,
      recorded: events.length - stored,
      refused: 0,
    });
  });

  it('keeps to the rate that it is given', async () => {
    const { url } = await receiver((_, response) => say(response, 200, { status: 'stored' }));
    const begun = Date.now();
    await push(few().slice(0, 41), options(url, { rate: 100 }));
    expect(Date.now() - begun).toBeGreaterThanOrEqual(390);
    expect(Date.now() - begun).toBeLessThan(1500);
  });

  it('sends again after a 503 and after a broken connection, until it is taken', async () => {
    let times = 0;
    const { url, arrived } = await receiver((_, response) => {
      times += 1;
      if (times === 1) say(response, 503, {});
      else if (times === 2) response.socket?.destroy();
      else say(response, 200, { status: 'stored' });
    });
    expect(await push(few().slice(0, 1), options(url))).toMatchObject({
      stored: 1,
    });
    expect(arrived.map(({ body }) => body)).toEqual(Array(3).fill(arrived[0]?.body));
  });

  it('gives up an event when its patience ends, and the whole run when nobody ever answered', async () => {
    const { url } = await receiver((_, response) => say(response, 503, {}));
    const [taken, given] = [few().slice(0, 1), few().slice(1, 2)];
    let times = 0;
    const { url: moody } = await receiver((_, response) =>
      ++times === 1 ? say(response, 200, { status: 'stored' }) : say(response, 503, {}),
    );
    const patience = { patience: 400, connections: 1 };
    expect(await push([...taken, ...given], options(moody, patience))).toMatchObject({
      stored: 1,
      unanswered: 1,
    });
    await expect(push(few(), options(url, patience))).rejects.toThrow(/Nobody answers/);
  });

  it('sends a refused event once more, as a PBX does', async () => {
    let times = 0;
    const { url } = await receiver((_, response) =>
      ++times === 1 ? say(response, 400, {}) : say(response, 200, { status: 'quarantined' }),
    );
    expect(await push(few().slice(0, 1), options(url))).toMatchObject({
      refused: 1,
      quarantined: 1,
    });
  });

  it('knows this machine from others', () => {
    const local = ['http://127.0.0.1:8260', 'http://localhost', 'http://[::1]:1', 'http://127.9.9.9'];
    const others = ['http://10.0.0.1', 'http://127.0.0.1.example.com', 'http://[::2]', 'http://pbx.local'];
    expect(local.map((url) => isThisMachine(new URL(url)))).toEqual([true, true, true, true]);
    expect(others.map((url) => isThisMachine(new URL(url)))).toEqual([false, false, false, false]);
  });
});
