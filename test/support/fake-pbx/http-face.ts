import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HappenedCall } from './calls/call.js';
import { type FaceClock, realClock } from './clock.js';
import { Troubles } from './troubles.js';

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
  headers: IncomingMessage['headers'];
  /** The address that asks, where v1 and v2 push to. */
  address: string;
}

/** Resolves when it is that late, in Unix seconds. */
export type Reach = (at: number) => Promise<void>;

export type Reply = { json: object } | { text: string; type: string } | { status: number };

/** What each face has in common: an HTTP server that can be out of reach for a while, and the calls that happened. */
export abstract class HttpFace {
  /** All that ever happened, seen or unseen: what the records are made of. */
  readonly calls: HappenedCall[] = [];
  /** Every request, for tests that ask how often and when. */
  readonly asked: { path: string; query: string; body: Record<string, unknown>; at: number }[] = [];
  readonly troubles = new Troubles();
  private port = 0;
  protected server: Server | undefined;

  constructor(protected readonly clock: FaceClock = realClock) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  askedOf(path: string) {
    return this.asked.filter((one) => one.path.endsWith(`/${path}`));
  }

  /** Listens; after `disappear` on the same port as before. */
  async start(): Promise<void> {
    const server = createServer((request, response) => void this.handle(request, response));
    this.server = server;
    this.prepare(server);
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
  }

  /** Out of reach: open connections break, and new ones are refused. */
  async disappear(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    const closed = once(server, 'close');
    this.breakOff();
    server.close();
    server.closeAllConnections();
    await closed;
  }

  /** Starts anew: it knows nobody who was logged in, and tells them only where it is `announced`. */
  abstract reboot(announced?: boolean): Promise<void>;
  /** The logins end, and nothing is said about it. */
  abstract lapse(): void;
  /** One transfer event, and nothing else of its call. False where nobody is there for it. */
  abstract pushTransfer(callid: string): Promise<boolean>;

  /** Calls that are not pushed: only their records are left. */
  happenUnseen(calls: HappenedCall[]): void {
    this.calls.push(...calls);
  }

  /** A call that is pushed from its beginning to its end, and leaves records. `reach` moves the clock on to the time of each push. */
  async happenSeen(call: HappenedCall, reach: Reach = async () => {}): Promise<void> {
    await this.pushAll(call, reach);
    this.calls.push(call);
  }

  /** The settings of a program that is to log in here. */
  abstract get settings(): Record<string, string>;
  /** Whether the one who logged in is pushed to. */
  abstract get isConnected(): boolean;
  protected abstract answer(asked: Asked): Reply;
  protected abstract pushAll(call: HappenedCall, reach: Reach): Promise<void>;
  protected prepare(_server: Server): void {}
  protected breakOff(): void {}

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', this.url);
    const body = bodyOf(Buffer.concat(chunks));
    this.asked.push({ path: url.pathname, query: `${url.searchParams}`, body, at: this.clock.now() });
    if (this.troubles.slow > 0) await this.hold(response);
    if (this.troubles.isStarting) return void response.writeHead(502).end('<html>starting</html>');
    const reply = this.answer({
      ...{
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
      },
      ...{ body, address: request.socket.remoteAddress ?? '' },
    });
    if ('status' in reply) return void response.writeHead(reply.status).end();
    const [type, text] =
      'json' in reply ? ['application/json', JSON.stringify(reply.json)] : [reply.type, reply.text];
    response.writeHead(200, { 'Content-Type': type, Connection: 'close' }).end(text);
  }

  private async hold(response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    this.troubles.held += 1;
    await this.clock.wait(this.troubles.slow, gone.signal);
    this.troubles.held -= 1;
  }
}

function bodyOf(bytes: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(bytes.toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
}
