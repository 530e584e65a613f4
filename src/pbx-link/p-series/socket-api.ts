import { WebSocket } from 'ws';
import type { LinkSettings } from '../../config/link-settings.js';
import type { LinkClock } from '../clock.js';
import type { FetchedRecord } from '../fetched-records.js';
import { certificateFault, TIMEOUT } from '../http.js';
import { type PbxApi, PbxRefusal } from '../pbx-api.js';
import { ApiClient, parseObject, type PbxObject } from './api-client.js';
import { readRow, toFetched } from './cdr-rows.js';
import { formatOf, showTime } from './display-time.js';
import { addTimelines, hasTimeline } from './timeline.js';
import type { TLSSocket } from 'node:tls';

/** Call states, call records, transfers, forwards and failed calls. Others, such as boots, do not come. */
const TOPICS = [30011, 30012, 30013, 30014, 30015];
/** The PBX's clock may have been put forward or back in the time that is asked for. */
const HOUR = 3_600_000;
/** A shown time has no parts of a second, and takes a moment to arrive. */
const SAME_TIME = 2_000;

/** P-Series over its WebSocket. */
export class SocketApi implements PbxApi {
  readonly beat = 30_000;
  sn: string | null = null;
  private readonly api: ApiClient;
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
  ) {
    this.api = new ApiClient(link, clock);
  }

  async open(): Promise<void> {
    this.drop();
    await this.api.renew();
    this.socket = await this.subscribe();
  }

  async heartbeat(): Promise<void> {
    if (this.socket?.readyState !== WebSocket.OPEN) throw new Error('the socket is closed');
    await this.api.renew();
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
    await this.information();
    const rows = await this.api.pages('extension/list', {});
    return rows.flatMap(({ number, caller_id_name: name }) =>
      typeof number === 'string' ? [{ number, name: typeof name === 'string' && name ? name : null }] : [],
    );
  }

  async records(from: Date, to: Date): Promise<FetchedRecord[]> {
    const information = await this.information();
    const format = formatOf(information);
    if (!format) throw new Error('it does not say what time it is');
    const sent = await this.api.pages('cdr/search', {
      start_time: showTime(from.getTime() - HOUR, format),
      end_time: showTime(to.getTime() + HOUR, format),
    });
    const rows = sent.flatMap((row) => readRow(row, format) ?? []);
    if (hasTimeline(information['firmware_version'])) await addTimelines(rows, this.api, format);
    const ahead = Number(information['timestamp']) * 1000 - this.clock.now();
    return toFetched(rows, this.sn ?? '', { format, ahead: Math.abs(ahead) < SAME_TIME ? 0 : ahead });
  }

  private async information(): Promise<PbxObject> {
    const { data } = await this.api.get('system/information');
    const information = (data ?? {}) as PbxObject;
    if (typeof information['sn'] === 'string' && information['sn'] !== '') this.sn = information['sn'];
    return information;
  }

  private connect(): WebSocket {
    const { url, fingerprint } = this.link;
    const token = encodeURIComponent(this.api.accessToken);
    return new WebSocket(`${url.replace(/^http/, 'ws')}/openapi/v1.0/subscribe?access_token=${token}`, {
      maxPayload: 1024 * 1024,
      rejectUnauthorized: fingerprint === null,
      headers: { 'User-Agent': 'handoff' },
    });
  }

  /** Resolves when the PBX has said yes to the topics. */
  private subscribe(): Promise<WebSocket> {
    const socket = this.connect();
    return new Promise((resolve, reject) => {
      const giveUp = (error: Error) => {
        reject(error);
        socket.terminate();
      };
      this.clock.timeout(TIMEOUT).addEventListener('abort', () => {
        if (this.socket !== socket) giveUp(new Error('it does not answer to the subscription'));
      });
      socket.on('upgrade', ({ socket: raw }) => {
        const fault = this.faultOf(raw as TLSSocket);
        if (fault) giveUp(fault);
      });
      socket.on('open', () => socket.send(JSON.stringify({ topic_list: TOPICS })));
      socket.on('pong', () => this.sign(true));
      socket.on('message', (data: Buffer) => {
        this.sign(true);
        const said = parseObject(data);
        if (!said) return; // the answer to a heartbeat is no JSON
        if (!('errcode' in said)) return this.take(said, data);
        if (said['errcode'] === 0) return resolve(socket);
        this.api.forgetTokens();
        giveUp(new PbxRefusal(Number(said['errcode']), 'the subscription'));
      });
      socket.on('error', reject);
      socket.on('close', () => {
        reject(new Error('it closed the socket'));
        this.ended(socket);
      });
      socket.on('unexpected-response', (_, { statusCode }) => {
        this.api.forgetTokens(); // most likely it does not know the token any more
        reject(new Error(`it answers ${statusCode} to the subscription`));
      });
    });
  }

  /** What is wrong with the certificate, where the link names the right one. */
  private faultOf(raw: TLSSocket): Error | null {
    const { url, fingerprint } = this.link;
    if (fingerprint === null || !url.startsWith('https:')) return null;
    return certificateFault(raw, fingerprint);
  }

  private take(event: PbxObject, raw: Buffer): void {
    if (typeof event['sn'] === 'string') this.sn = event['sn'];
    this.receive(raw);
  }

  /** One that was dropped, or never was the link's socket, ends unnoticed. */
  private ended(socket: WebSocket): void {
    if (this.socket !== socket) return;
    this.sign(false);
    this.lost();
  }

  private drop() {
    const { socket } = this;
    this.socket = null;
    this.sign(false);
    socket?.terminate();
  }
}
