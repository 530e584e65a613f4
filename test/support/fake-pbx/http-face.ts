import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HappenedCall } from './calls/call.js';

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
  headers: IncomingMessage['headers'];
  /** The address that asks, where v1 and v2 push to. */
  address: string;
}

export type Reply = { json: object } | { text: string; type: string } | { status: number };

/** What each face has in common: an HTTP server that can be out of reach for a while, and the calls that happened. */
export abstract class HttpFace {
  /** All that ever happened, seen or unseen: what the records are made of. */
  readonly calls: HappenedCall[] = [];
  /** Every request, for tests that ask how the records were fetched. */
  readonly asked: string[] = [];
  private port = 0;
  protected server: Server | undefined;

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
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

  /** Calls that are not pushed: only their records are left. */
  happenUnseen(calls: HappenedCall[]): void {
    this.calls.push(...calls);
  }

  /** A call that is pushed from its beginning to its end, and leaves records. */
  async happenSeen(call: HappenedCall): Promise<void> {
    this.calls.push(call);
    await this.pushAll(call);
  }

  /** The settings of a program that is to log in here. */
  abstract get settings(): Record<string, string>;
  /** Whether the one who logged in is pushed to. */
  abstract get isConnected(): boolean;
  protected abstract answer(asked: Asked): Reply;
  protected abstract pushAll(call: HappenedCall): Promise<void>;
  protected prepare(_server: Server): void {}
  protected breakOff(): void {}

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', this.url);
    this.asked.push(`${request.method} ${url.pathname}?${url.searchParams}`);
    const reply = this.answer({
      ...{
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
      },
      ...{ body: bodyOf(Buffer.concat(chunks)), address: request.socket.remoteAddress ?? '' },
    });
    if ('status' in reply) return void response.writeHead(reply.status).end();
    const [type, text] =
      'json' in reply ? ['application/json', JSON.stringify(reply.json)] : [reply.type, reply.text];
    response.writeHead(200, { 'Content-Type': type, Connection: 'close' }).end(text);
  }
}

function bodyOf(bytes: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(bytes.toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
}
