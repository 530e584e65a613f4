import type { Server, ServerResponse } from 'node:http';
import type { BlockList, Socket } from 'node:net';
import { isIn, plain } from './source-address.js';

/** Connections at a time. */
const LIMITS = {
  /** In all; what comes beyond is closed at once. */
  most: 4_000,
  /** From so many on, those that wait for a next request are closed: their clients open another when they need it. */
  crowded: 3_000,
  /** From one address that is no trusted proxy. */
  ofAddress: 1_500,
};
/** How long a client may take to read, in ms. */
const READING = {
  /** Without taking a byte; the live stream sends something more often. */
  stalled: 60_000,
  /** For an answer that is complete: any is read in a second. */
  complete: 120_000,
  check: 10_000,
};

const TIMES = {
  // Node's own limits would let a slow client hold a connection for minutes.
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 30_000,
};

/**
 * What one client, and all of them together, may hold of the server, so that an event always finds a connection:
 * connections that wait for nothing give way when there are many, one address has a part of them only, and an answer that
 * is not read ends.
 */
export function limitConnections(
  server: Server,
  proxies: BlockList,
  limits = LIMITS,
  reading = READING,
): void {
  Object.assign(server, TIMES, { maxConnections: limits.most });
  server.setTimeout(reading.stalled);
  const ofAddress = new Map<string, number>();
  let open = 0;
  server.on('connection', (socket: Socket) => {
    const address = plain(socket.remoteAddress ?? '');
    const count = (ofAddress.get(address) ?? 0) + 1;
    open += 1;
    ofAddress.set(address, count);
    socket.once('close', () => {
      open -= 1;
      const left = ofAddress.get(address)! - 1;
      if (left > 0) ofAddress.set(address, left);
      else ofAddress.delete(address);
    });
    if (open > limits.crowded) server.closeIdleConnections();
    if (count > limits.ofAddress && !isIn(address, proxies)) socket.destroy();
  });
  endSlowReading(server, reading);
}

/** Of answers that are complete on this side; a stream or an export is not, and lasts as long as its client takes something. */
function endSlowReading(server: Server, { complete, check }: typeof READING): void {
  const completeSince = new Map<ServerResponse, number | null>();
  server.on('request', (_req, res) => {
    completeSince.set(res, null);
    res.once('close', () => completeSince.delete(res));
  });
  const timer = setInterval(() => {
    const now = performance.now();
    for (const [res, since] of completeSince) {
      if (since === null && res.writableEnded) completeSince.set(res, now);
      if (since !== null && now - since > complete) res.destroy();
    }
  }, check).unref();
  server.once('close', () => clearInterval(timer));
}
