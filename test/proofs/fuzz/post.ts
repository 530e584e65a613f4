import { type Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const TRIES = 5;
const RETRY_MS = 1_000;

/**
 * Sends an event as a PBX does: again where the answer is 503, which says that it is not stored and that it should come
 * again. `resent` is called for each such answer. One that no try gets past is the answer.
 */
export async function deliver(
  resent: () => void,
  ...event: Parameters<typeof post>
): Promise<{ status: number; text: string }> {
  for (let tried = 1; ; tried++) {
    const answer = await post(...event).catch((error: Error) => ({ status: 0, text: error.message }));
    if (answer.status !== 503 || tried === TRIES) return answer;
    resent();
    await pause(RETRY_MS);
  }
}

/** Sends an event on a kept connection, by POST to `/` where nothing else is said. Rejects when nothing is answered within 20 seconds. */
export function post(
  port: number,
  agent: Agent,
  body: Buffer,
  headers: Record<string, string> = {},
  { method, path } = { method: 'POST', path: '/' },
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const req = request(
      {
        host: '127.0.0.1',
        port,
        agent,
        method,
        path,
        headers: { 'Content-Length': body.length, ...headers, Connection: 'keep-alive' },
        timeout: 20_000,
      },
      (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () =>
          resolve({
            status: res.statusCode ?? 0,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    req.on('timeout', () => req.destroy(new Error('no answer within 20 seconds')));
    req.on('error', reject);
    req.end(body);
  });
}
