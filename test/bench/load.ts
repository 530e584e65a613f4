import autocannon from 'autocannon';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';

/** What came of some seconds of load. Latencies in milliseconds. */
export interface Load {
  answered: number;
  perSecond: number;
  p50: number;
  p99: number;
}

export interface Target {
  port: number;
  path: string;
  /** A new event each time. */
  event: () => string;
}

/** As fast as so many connections can, each sending its next event on the answer to the last; for some seconds, or till so many events are sent. */
export async function keepAlive(
  target: Target,
  connections: number,
  seconds: number,
  events?: number,
): Promise<Load> {
  const result = await autocannon({
    url: `http://127.0.0.1:${target.port}${target.path}`,
    connections,
    ...(events ? { amount: events } : { duration: seconds }),
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
  if (failed > 0) throw new Error(`${failed} of ${result['2xx']} requests failed`);
  return {
    answered: result['2xx'],
    perSecond: result['2xx'] / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}

/** The same with a connection per event, as a PBX does. (autocannon does not count the answers after which it reconnects.) */
export async function connectionPerEvent(
  target: Target,
  connections: number,
  seconds: number,
): Promise<Load> {
  const took: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < end) {
        const sent = performance.now();
        await push(target);
        took.push(performance.now() - sent);
      }
    }),
  );
  return summary(took, performance.now() - start);
}

/**
 * Events at a steady rate, whether or not the last ones are answered. Latency counts from the moment at which an
 * event was due, so that a stall is not hidden by sending less during it.
 */
export async function steady(target: Target, perSecond: number, seconds: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: 512 });
  const took: number[] = [];
  const start = performance.now();
  const all: Promise<void>[] = [];
  for (let n = 0; n < perSecond * seconds;) {
    const due = Math.min(perSecond * seconds, ((performance.now() - start) / 1000) * perSecond);
    for (; n < due; n++) {
      const at = start + (n / perSecond) * 1000;
      all.push(post(agent, target).then(() => void took.push(performance.now() - at)));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(all);
  agent.destroy();
  return summary(took, performance.now() - start);
}

function summary(took: number[], milliseconds: number): Load {
  took.sort((a, b) => a - b);
  const quantile = (q: number) => took[Math.floor(q * (took.length - 1))] ?? NaN;
  const answered = took.length;
  return { answered, perSecond: (answered / milliseconds) * 1000, p50: quantile(0.5), p99: quantile(0.99) };
}

/** Resolves when the other side has closed. Only what is needed of HTTP, so that the load leaves the machine to what it measures. */
function push({ port, path, event }: Target): Promise<void> {
  return new Promise((resolve, reject) => {
    const body = event();
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('end', () =>
      /^HTTP\/1.1 20[01]/.test(answer)
        ? resolve()
        : reject(new Error(`answered ${answer.split('\r\n')[0] || 'nothing'}`)),
    );
    socket.on('error', reject);
  });
}

function post(agent: Agent, { port, path, event }: Target): Promise<void> {
  return new Promise((resolve, reject) => {
    const req = request({ agent, port, path, host: '127.0.0.1', method: 'POST' }, (res) => {
      res.resume();
      res.on('end', () =>
        res.statusCode === 200 ? resolve() : reject(new Error(`answered ${res.statusCode}`)),
      );
    });
    req.on('error', reject);
    req.end(event());
  });
}
