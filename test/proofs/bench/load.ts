import autocannon from 'autocannon';
import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

/** What came of some seconds of load. Latencies in milliseconds. */
export interface Load {
  answered: number;
  perSecond: number;
  p50: number;
  p99: number;
}

/** How long a load lasts. A rate needs `seconds`; a test needs `events`, which are there however slow the machine is. */
export type Amount = { seconds: number } | { events: number };

export interface Target {
  port: number;
  path: string;
  /** A new event each time. */
  event: () => string;
}

/** As fast as so many connections can, each sending its next event on the answer to the last. */
export async function keepAlive(target: Target, connections: number, amount: Amount): Promise<Load> {
  const result = await autocannon({
    url: `http://127.0.0.1:${target.port}${target.path}`,
    connections,
    ...('events' in amount ? { amount: amount.events } : { duration: amount.seconds }),
    requests: [
      {
        method: 'POST',
        path: target.path,
        headers: { 'content-type': 'application/json', connection: 'keep-alive' },
        setupRequest: (one) => ({ ...one, body: target.event() }),
      },
    ],
  });
  const failed = result.errors + result.timeouts + result.non2xx;
  if (failed > 0) throw new Error(`${failed} requests failed, and ${result['2xx']} were answered 200`);
  return {
    answered: result['2xx'],
    perSecond: result['2xx'] / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}

/** The same with a connection per event, as a PBX does. (autocannon does not count the answers after which it reconnects.) */
export async function connectionPerEvent(target: Target, connections: number, amount: Amount): Promise<Load> {
  const took: number[] = [];
  const start = performance.now();
  let sent = 0;
  const goesOn = () =>
    'events' in amount ? sent++ < amount.events : performance.now() < start + amount.seconds * 1000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (goesOn()) {
        const began = performance.now();
        await push(target);
        took.push(performance.now() - began);
      }
    }),
  );
  return summary(took, performance.now() - start);
}

/**
 * Events at a steady rate, whether or not the last ones are answered, over as many connections as that takes. Latency
 * counts from the moment at which an event was due, so that a stall is not hidden by sending less during it.
 */
export async function steady(target: Target, perSecond: number, amount: Amount): Promise<Load> {
  const idle: Socket[] = [];
  const all = new Set<Socket>();
  const took: number[] = [];
  const start = performance.now();
  const due = (n: number) => start + (n / perSecond) * 1000;
  const send = (at: number) => {
    const socket = idle.pop() ?? connect(target.port, '127.0.0.1').setNoDelay();
    all.add(socket);
    socket.write(post(target, 'keep-alive'));
    socket.once('data', (answer) => {
      if (!STORED.test(answer.toString('latin1'))) throw new Error(`answered ${String(answer)}`);
      took.push(performance.now() - at);
      idle.push(socket);
    });
  };
  const count = 'events' in amount ? amount.events : Math.floor(perSecond * amount.seconds);
  for (let n = 0; n < count; await pause(1))
    for (; n < count && due(n) <= performance.now(); n++) send(due(n));
  while (took.length < count) await pause(1);
  for (const socket of all) socket.destroy();
  return summary(took, performance.now() - start);
}

/** Asks one thing after the other over one connection; the body as it came. @throws for anything but a 200. */
export function askOver(port: number) {
  const socket = connect(port, '127.0.0.1').setNoDelay();
  let chunks: Buffer[] = [];
  let missing = 0;
  let ended: (answer: Buffer) => void;
  let failed = (_: Error) => {};
  socket.on('error', (error) => failed(error));
  socket.on('close', () => failed(new Error('the server closed the connection')));
  socket.on('data', (chunk) => {
    chunks.push(chunk);
    if (chunks.length === 1) missing = lengthOf(chunk);
    missing -= chunk.length;
    if (missing === 0) ended(Buffer.concat(chunks));
  });
  return {
    async ask(path: string): Promise<Buffer> {
      chunks = [];
      const answer = await new Promise<Buffer>((resolve, reject) => {
        ended = resolve;
        failed = reject;
        socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
      });
      const body = answer.subarray(answer.indexOf('\r\n\r\n') + 4);
      if (!answer.toString('latin1', 0, 12).endsWith('200')) throw new Error(body.toString());
      return body;
    },
    close: () => socket.destroy(),
  };
}

/** Of a whole answer, by the first of its bytes: the head is one write of the server's. */
function lengthOf(head: Buffer): number {
  return (
    head.indexOf('\r\n\r\n') + 4 + Number(/\r\nContent-Length: (\d+)/.exec(head.toString('latin1'))?.[1])
  );
}

function summary(took: number[], milliseconds: number): Load {
  took.sort((a, b) => a - b);
  const quantile = (q: number) => took[Math.floor(q * (took.length - 1))] ?? NaN;
  const answered = took.length;
  return { answered, perSecond: (answered / milliseconds) * 1000, p50: quantile(0.5), p99: quantile(0.99) };
}

const STORED = /^HTTP\/1.1 20[01]/;

/** Only what is needed of HTTP, so that the load leaves the machine to what it measures. */
function post({ path, event }: Target, connection: 'close' | 'keep-alive'): string {
  const body = event();
  return (
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: ${connection}\r\nContent-Type: application/json\r\n` +
    `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  );
}

/** Resolves when the other side has closed. */
function push(target: Target): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(target.port, '127.0.0.1');
    socket.write(post(target, 'close'));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('end', () =>
      STORED.test(answer) ? resolve() : reject(new Error(`answered ${answer.split('\r\n')[0] || 'nothing'}`)),
    );
    socket.on('error', reject);
  });
}
