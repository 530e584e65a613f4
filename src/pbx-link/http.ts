import { request as plain, type IncomingMessage } from 'node:http';
import { request as secure } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { LinkClock } from './clock.js';

/** A PBX on the local network answers within a second; one that boots may take several. */
export const TIMEOUT = 10_000;
const MAX_ANSWER = 32 * 1024 * 1024;

export interface ApiCall {
  url: string;
  /** Sent as JSON by POST; a GET without. */
  body?: unknown;
  /** Of the one certificate that is trusted; null: the authorities decide. */
  fingerprint: string | null;
  timeout?: number;
  clock: LinkClock;
}

/** One call, one connection: what the PBX answers, as text. */
export function call({ url, body, fingerprint, timeout = TIMEOUT, clock }: ApiCall): Promise<string> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const options = {
      method: text === undefined ? 'GET' : 'POST',
      agent: false,
      signal: clock.timeout(timeout), // of the whole call: a slow trickle is no answer
      rejectUnauthorized: fingerprint === null,
      headers: {
        'User-Agent': 'handoff',
        ...(text !== undefined && {
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(text),
        }),
      },
    };
    const receive = (res: IncomingMessage) => {
      const chunks: Buffer[] = [];
      let size = 0;
      res.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if ((size += chunk.length) > MAX_ANSWER) res.destroy(new Error('the PBX answers without end'));
      });
      res.on('end', () => resolve(Buffer.concat(chunks).toString()));
      res.on('error', reject);
    };
    const req = url.startsWith('https:') ? secure(url, options, receive) : plain(url, options, receive);
    req.on('error', (error) => reject(error));
    const send = () => req.end(text);
    if (fingerprint === null || !url.startsWith('https:')) return void send();
    // Nothing is sent, least of all a password, before the certificate is the configured one.
    req.on('socket', (socket) =>
      (socket as TLSSocket).once('secureConnect', () => {
        const fault = certificateFault(socket as TLSSocket, fingerprint);
        if (fault) req.destroy(fault);
        else send();
      }),
    );
  });
}

export function certificateFault(socket: TLSSocket, fingerprint: string): Error | null {
  const shown = socket.getPeerCertificate().fingerprint256?.replaceAll(':', '').toLowerCase();
  return shown === fingerprint
    ? null
    : new Error(`its certificate has the fingerprint ${shown}, not the one that is set`);
}
