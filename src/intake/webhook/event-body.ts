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
    if (req.readableEnded) return resolve(Buffer.alloc(0));
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

/** The body as far as an event would go, in Latin-1. Its bytes stay in the request for the one that reads it afterwards. */
export async function peekBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for (let size = 0; size <= MAX_EVENT_BYTES;) {
    if (req.readableLength > 0) size += chunks[chunks.push(req.read() as Buffer) - 1]!.length;
    else if (req.complete || req.destroyed) break;
    else await moreOrEnd(req);
  }
  const bytes = Buffer.concat(chunks);
  if (bytes.length > 0 && !req.destroyed) req.unshift(bytes);
  return bytes.toString('latin1');
}

function moreOrEnd(req: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      req.off('readable', done).off('close', done);
      resolve();
    };
    req.on('readable', done).on('close', done);
  });
}
