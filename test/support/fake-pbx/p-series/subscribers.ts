import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { SUCCESS } from './answers.js';
import type { Push } from './pushes.js';
import type { Troubles } from '../troubles.js';
import type { Tokens } from './tokens.js';

/** A WebSocket on which nothing is said for so long is cut. */
const IDLE_MS = 60_000;

/** Who listens on a WebSocket, with the token that let it in, and to which events. */
export class Subscribers {
  private readonly topicsOf = new Map<WebSocket, { token: string; topics: Set<number> }>();
  private readonly sockets = new WebSocketServer({ noServer: true, autoPong: false });

  constructor(
    private readonly tokens: Tokens,
    private readonly troubles: Troubles,
  ) {}

  listenOn(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://pbx');
      const token = searchParams.get('access_token');
      if (pathname !== '/openapi/v1.0/subscribe' || !this.tokens.isValid(token))
        return void socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n', () => socket.destroy());
      this.sockets.handleUpgrade(request, socket, head, (webSocket) => this.welcome(webSocket, token!));
    });
  }

  hasSubscriberOf(type: number): boolean {
    return [...this.topicsOf.values()].some(({ topics }) => topics.has(type));
  }

  /** To those whose token is still valid; the others' sockets are closed. */
  send(pushes: Push[]): void {
    for (const [socket, { token, topics }] of this.topicsOf) {
      if (!this.tokens.isValid(token)) socket.close();
      else for (const push of pushes) if (topics.has(push.type)) socket.send(JSON.stringify(push));
    }
  }

  breakOff(): void {
    for (const socket of this.topicsOf.keys()) socket.terminate();
    this.topicsOf.clear();
  }

  private welcome(socket: WebSocket, token: string): void {
    const topics = new Set<number>();
    socket.on('ping', () => this.troubles.isMute || socket.pong());
    this.topicsOf.set(socket, { token, topics });
    const idle = setTimeout(() => socket.terminate(), IDLE_MS).unref();
    socket.on('message', (data: Buffer) => {
      if (this.troubles.isMute) return this.hold(socket);
      idle.refresh();
      const text = data.toString();
      if (text === 'heartbeat') {
        socket.send('heartbeat response');
        return;
      }
      const { topic_list: wanted } = JSON.parse(text) as { topic_list: unknown[] };
      const errcode = this.troubles.takeRefusal();
      if (errcode === 0) for (const topic of wanted) topics.add(Number(topic));
      socket.send(JSON.stringify(errcode === 0 ? SUCCESS : { errcode, errmsg: 'FAILURE' }));
    });
    socket.on('close', () => {
      clearTimeout(idle);
      this.topicsOf.delete(socket);
    });
  }

  private hold(socket: WebSocket): void {
    this.troubles.held += 1;
    socket.once('close', () => (this.troubles.held -= 1));
  }
}
