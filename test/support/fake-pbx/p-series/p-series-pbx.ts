import type { Server } from 'node:http';
import type { HappenedCall } from '../calls/call.js';
import { EXTENSIONS } from '../calls/company.js';
import type { FaceClock } from '../clock.js';
import { HttpFace, type Asked, type Reach, type Reply } from '../http-face.js';
import { FAULTS, page, SUCCESS } from './answers.js';
import { Cdrs } from './cdrs.js';
import { show, type Display } from './display-time.js';
import { timedPushesOf } from './pushes.js';
import { Subscribers } from './subscribers.js';
import { Tokens } from './tokens.js';

export interface PSeriesOptions {
  /** Old: v1.0 alone. New: 37.23.0.123, which has the v2.0 records, the timeline and event 30039. */
  firmware: 'old' | 'new';
  sn?: string;
  display?: Partial<Display>;
  clock?: FaceClock;
}

/** A P-Series PBX: its API, its WebSocket and its records. What is documented of it and what is assumed stands in the README. */
export class PSeriesPbx extends HttpFace {
  readonly user = 'client-id';
  password = 'client-secret';
  readonly sn: string;
  readonly display: Display;
  private readonly isNew: boolean;
  private readonly tokens: Tokens;
  private readonly subscribers: Subscribers;
  private readonly cdrs: Cdrs;

  constructor({ firmware, sn = '3631A2124901', display, clock }: PSeriesOptions) {
    super(clock);
    this.sn = sn;
    this.isNew = firmware === 'new';
    this.display = { date: 'YYYY/MM/DD', hours: 24, offsetMinutes: 120, ...display };
    this.tokens = new Tokens(() => this.clock.now() / 1000);
    this.subscribers = new Subscribers(this.tokens, this.troubles);
    this.cdrs = new Cdrs(this.calls, this.display, this.isNew);
  }

  override get settings(): Record<string, string> {
    const { url, user, password } = this;
    return { PBX_1_URL: url, PBX_1_USER: user, PBX_1_PASSWORD: password, PBX_1_API: 'p' };
  }

  override get isConnected(): boolean {
    return !this.troubles.isMute && this.subscribers.hasSubscriberOf(30013);
  }

  protected override answer({ method, path, query, body, headers }: Asked): Reply {
    const [, version, name] = /^\/openapi\/(v[\d.]+)\/(.+)$/.exec(path) ?? [];
    if (!headers['user-agent']) return { json: FAULTS.denied };
    if (version !== 'v1.0' && !(version === 'v2.0' && this.isNew)) return { json: FAULTS.noVersion };
    if (method === 'POST' && name === 'get_token') return { json: this.getToken(body) };
    if (method === 'POST' && name === 'refresh_token') {
      const issued = this.tokens.refresh(String(body['refresh_token']));
      return { json: issued ? { ...SUCCESS, ...issued } : FAULTS.expired };
    }
    const token = query.get('access_token');
    if (!this.tokens.isValid(token)) return { json: FAULTS.expired };
    if (name !== 'del_token') return { json: this.data(`${version}/${name}`, query) };
    this.tokens.revoke(token!);
    return { json: SUCCESS };
  }

  private getToken({ username, password }: Asked['body']): object {
    if (username !== this.user || password !== this.password) return FAULTS.denied;
    const issued = this.tokens.issue();
    return issued ? { ...SUCCESS, ...issued } : FAULTS.tooMany;
  }

  private data(name: string, query: URLSearchParams): object {
    if (name === 'v1.0/system/information') return { ...SUCCESS, data: this.information() };
    if (name === 'v1.0/extension/list') return { ...SUCCESS, ...page(extensions, query) };
    if (name === 'v1.0/cdr/search') return this.cdrs.search(query);
    if (name === 'v2.0/cdr/search') return this.cdrs.searchV2(query);
    if (name === 'v2.0/cdr/detail') return this.cdrs.detail(query);
    return FAULTS.noInterface;
  }

  private information() {
    const timestamp = Math.floor(this.clock.now() / 1000);
    return {
      ...{ device_name: 'PBX', model_name: 'P560', sn: this.sn },
      firmware_version: this.isNew ? '37.23.0.123' : '37.18.0.54',
      ...{ system_time: show(timestamp, this.display), up_time: 24_852, timestamp },
      system_date_format: this.display.date,
      system_time_format: this.display.hours === 24 ? 'hh:mm:ss' : 'hh:mm:ss A',
    };
  }

  protected override prepare(server: Server): void {
    this.subscribers.listenOn(server);
  }

  protected override async pushAll(call: HappenedCall, reach: Reach): Promise<void> {
    for (const { at, push } of timedPushesOf(call, this.sn, this.display, this.isNew)) {
      await reach(at);
      this.subscribers.send([push]);
    }
  }

  /** It never announces it. */
  override reboot(): Promise<void> {
    this.tokens.revokeAll();
    this.breakOff();
    return Promise.resolve();
  }

  override lapse(): void {
    this.tokens.lapse();
  }

  override pushTransfer(call_id: string): Promise<boolean> {
    const isListenedTo = this.isConnected;
    const members = [{ extension: { number: '1020', channel_id: `PJSIP/1020-${call_id}` } }];
    if (isListenedTo) this.subscribers.send([{ type: 30013, sn: this.sn, msg: { call_id, members } }]);
    return Promise.resolve(isListenedTo);
  }

  get tokenCount(): number {
    return this.tokens.count;
  }

  dropSockets(): void {
    this.breakOff();
  }

  protected override breakOff(): void {
    this.subscribers.breakOff();
  }
}

const extensions = EXTENSIONS.map(({ number, name }, n) => ({
  ...{ id: n + 1, number, caller_id_name: name, presence_status: 'available' },
}));
