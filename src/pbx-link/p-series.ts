import { WebSocket } from 'ws';
import type { LinkSettings } from '../config/link-settings.js';
import type { LinkClock } from './clock.js';
import type { FetchedRecord } from './fetched-records.js';
import { call, certificateFault, TIMEOUT } from './http.js';
import { type PbxApi, PbxRefusal } from './pbx-api.js';
import type { TLSSocket } from 'node:tls';

/** State of a call's members, call records, transfers, forwards, failed calls; and BootUp's kin are none of them. */
const TOPICS = [30011, 30012, 30013, 30014, 30015];
/** A token is renewed when this part of its life is over. */
const RENEW_AT = 0.75;

interface Tokens {
  access: string;
  refresh: string;
  /** Times of Clock. */
  renewAt: number;
  endsAt: number;
  refreshEndsAt: number;
}

interface PbxAnswer {
  errcode?: number;
  access_token?: string;
  access_token_expire_time?: number;
  refresh_token?: string;
  refresh_token_expire_time?: number;
  data?: Record<string, unknown>[];
}

/**
 * P-Series over its WebSocket. A PBX has room for eight tokens: ours is used for as long as it lives and then refreshed, over
 * however many sockets; a new one is asked for only where there is none to refresh.
 */
export class SocketApi implements PbxApi {
  readonly beat = 30_000;
  sn: string | null = null;
  private tokens: Tokens | null = null;
  private socket: WebSocket | null = null;
  /** Whether the other side ever answered a heartbeat: of one that never does, silence says nothing. */
  private answers = false;
  /** Called for each message, and for the end of the socket. */
  private sign: (alive: boolean) => void = () => {};

  constructor(
    private readonly link: LinkSettings,
    private readonly clock: LinkClock,
    private readonly receive: (raw: Buffer) => void,
    private readonly lost: () => void,
  ) {}

  async open(): Promise<void> {
    this.drop();
    await this.renew();
    this.socket = await this.subscribe();
  }

  async heartbeat(): Promise<void> {
    if (this.socket?.readyState !== WebSocket.OPEN) throw new Error('the socket is closed');
    await this.renew();
    const sign = this.nextSign();
    this.socket.send('heartbeat');
    this.socket.ping();
    if (await sign) this.answers = true;
    else if (this.answers) throw new Error('it no longer answers on the socket');
  }

  /** False where none came in time, or the socket ended. */
  private async nextSign(): Promise<boolean> {
    const enough = new AbortController();
    const sign = new Promise<boolean>((resolve) => (this.sign = resolve));
    const late = this.clock.wait(TIMEOUT, enough.signal).then(() => false);
    return Promise.race([sign, late]).finally(() => enough.abort());
  }

  async close(): Promise<void> {
    this.drop();
  }

  async names() {
    const { data } = await this.get('extension/list', { page: '1', page_size: '10000' });
    return (data ?? []).flatMap(({ number, caller_id_name: name }) =>
      typeof number === 'string' ? [{ number, name: typeof name === 'string' && name ? name : null }] : [],
    );
  }

  async records(from: Date, to: Date): Promise<FetchedRecord[] | null> {
    const period = {
      start_time: String(Math.floor(from.getTime() / 1000)),
      end_time: String(Math.ceil(to.getTime() / 1000)),
    };
    const { data } = await this.get('cdr/search', { page: '1', page_size: '10000', ...period });
    return (data ?? []).map((msg) => ({
      raw: Buffer.from(JSON.stringify({ type: 30012, sn: this.sn ?? '', msg: { ...msg, fetched: 'yes' } })),
      callid: String(msg['call_id']),
      startedAtLocal: String(msg['time_start']),
      seconds: Number(msg['call_duration']),
    }));
  }

  /** Sees to a token that is good for a while yet. */
  private async renew(): Promise<void> {
    const now = this.clock.now();
    if (this.tokens && now < this.tokens.renewAt) return;
    if (this.tokens && now < this.tokens.refreshEndsAt) {
      try {
        this.tokens = this.keep(await this.post('refresh_token', { refresh_token: this.tokens.refresh }));
        return;
      } catch (error) {
        if (!(error instanceof PbxRefusal)) throw error;
        this.tokens = null; // a PBX that started anew knows none of them
      }
    }
    this.tokens = this.keep(
      await this.post('get_token', { username: this.link.user, password: this.link.password }),
    );
  }

  private keep(answer: PbxAnswer): Tokens {
    const now = this.clock.now();
    const seconds = answer.access_token_expire_time ?? 1800;
    return {
      access: answer.access_token ?? '',
      refresh: answer.refresh_token ?? '',
      renewAt: now + seconds * 1000 * RENEW_AT,
      endsAt: now + seconds * 1000,
      refreshEndsAt: now + (answer.refresh_token_expire_time ?? 86_400) * 1000,
    };
  }

  /** Resolves when the PBX has said yes to the topics. */
  private subscribe(): Promise<WebSocket> {
    const { url, fingerprint } = this.link;
    const address = `${url.replace(/^http/, 'ws')}/openapi/v1.0/subscribe?access_token=${encodeURIComponent(this.tokens!.access)}`;
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(address, {
        maxPayload: 1024 * 1024,
        rejectUnauthorized: fingerprint === null,
        headers: { 'User-Agent': 'handoff' },
      });
      this.clock.timeout(TIMEOUT).addEventListener('abort', () => {
        if (this.socket === socket) return;
        reject(new Error('it does not answer to the subscription'));
        socket.terminate();
      });
      socket.on('upgrade', ({ socket: raw }) => {
        const fault =
          fingerprint !== null && url.startsWith('https:') && certificateFault(raw as TLSSocket, fingerprint);
        if (fault) socket.terminate();
        if (fault) reject(fault);
      });
      socket.on('open', () => socket.send(JSON.stringify({ topic_list: TOPICS })));
      socket.on('pong', () => this.sign(true));
      socket.on('message', (data: Buffer) => {
        this.sign(true);
        const said = parse(data);
        if (said && 'errcode' in said) {
          if (said.errcode === 0) return resolve(socket);
          this.tokens = null;
          socket.terminate();
          return reject(new PbxRefusal(Number(said.errcode), 'the subscription'));
        }
        if (!said) return; // the answer to a heartbeat is no JSON
        if ('sn' in said && typeof said.sn === 'string') this.sn = said.sn;
        this.receive(data);
      });
      socket.on('error', reject);
      socket.on('close', () => {
        reject(new Error('it closed the socket'));
        if (this.socket !== socket) return;
        this.sign(false);
        this.lost();
      });
      socket.on('unexpected-response', (_, { statusCode }) => {
        this.tokens = null; // most likely it does not know the token any more
        reject(new Error(`it answers ${statusCode} to the subscription`));
      });
    });
  }

  private drop() {
    const { socket } = this;
    this.socket = null;
    this.sign(false);
    socket?.terminate();
  }

  private async get(what: string, query: Record<string, string>): Promise<PbxAnswer> {
    return this.ask(
      `${what}?${new URLSearchParams({ access_token: this.tokens?.access ?? '', ...query })}`,
      what,
    );
  }

  private async post(what: string, body: object): Promise<PbxAnswer> {
    return this.ask(what, what, body);
  }

  private async ask(path: string, what: string, body?: object): Promise<PbxAnswer> {
    const { url, fingerprint } = this.link;
    const answer = parse(
      await call({ url: `${url}/openapi/v1.0/${path}`, body, fingerprint, clock: this.clock }),
    ) as PbxAnswer | null;
    if (!answer) throw new Error('it answers, but not as its API does');
    if (answer.errcode !== 0) throw new PbxRefusal(Number(answer.errcode), what);
    return answer;
  }
}

function parse(data: Buffer | string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(data.toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
