import type { IncomingMessage } from 'node:http';
import { Problem } from '../../http/problem.filter.js';

const MAX_EVENT_BYTES = 256 * 1024;
/**
 * How much of a too large body is read, so that its sender gets the answer 413 and not a reset connection.
 */
const MAX_READ_ON = 1024 * 1024;

/** The body's bytes, whatever the content type. @throws Problem 413 beyond 256 KiB; 400 when the sender went away in the middle. */
function readEventBody(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const tooLarge = () =>
      reject(
        new Problem(413, `An event has at most ${MAX_EVENT_BYTES / 1024} KiB.`, {}, { Connection: 'close' }),
      );
    const unfinished = () => reject(new Problem(400, 'The body ended before it was complete.'));
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_EVENT_BYTES) chunks.push(chunk);
      else chunks.length = 0;
      if (size > MAX_READ_ON) {
        req.pause();
        tooLarge();
      }
    });
    req.on('end', () => (size > MAX_EVENT_BYTES ? tooLarge() : resolve(Buffer.concat(chunks, size))));
    req.on('error', unfinished);
    req.on('close', () => req.complete || unfinished());
  });
}

/** What was sent: the body, or the query where a sender puts its event there and sends no body. */
export async function readSentBytes(req: IncomingMessage): Promise<Buffer> {
  const body = await readEventBody(req);
  const query = /\?(.*)/s.exec(req.url ?? '')?.[1] ?? '';
  return body.length > 0 ? body : Buffer.from(query);
}
