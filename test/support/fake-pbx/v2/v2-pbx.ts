import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { startOf, type HappenedCall } from '../calls/call.js';
import { EXTENSIONS } from '../calls/company.js';
import type { FaceClock } from '../clock.js';
import { HttpFace, type Asked, type Reach, type Reply } from '../http-face.js';
import { csvOf, readTimestart, timestart } from './csv.js';
import { post, timedPushesOf, transferEvent } from './pushes.js';
import { Sessions } from './sessions.js';

const RANDOM_S = 30;
const TRIES = 3;

export interface V2Options {
  sn?: string;
  /** Whole hours. */
  offsetMinutes?: number;
  clock?: FaceClock;
  /** As Cloud and K2: their tokens are refreshed. */
  hasRefreshTokens?: boolean;
}

/** Always HTTP 200; what went wrong is a number, as text. */
const failed = (errno: string): Reply => ({ json: { status: 'Failed', errno } });
const success = (more: object = {}): Reply => ({ json: { status: 'Success', ...more } });

/** An S-Series PBX with its API v2, and of v1 the login alone: it pushes to the address given at login while the token is alive. */
export class V2Pbx extends HttpFace {
  readonly user = 'api';
  readonly sn: string;
  private readonly offsetMinutes: number;
  private readonly sessions: Sessions;
  private readonly randoms = new Map<string, { until: number; from: number; to: number }>();

  constructor({ sn = '369451090405', offsetMinutes = 60, clock, hasRefreshTokens = false }: V2Options = {}) {
    super(clock);
    this.sn = sn;
    this.offsetMinutes = offsetMinutes;
    this.sessions = new Sessions(this.user, 'api-password', () => this.now(), hasRefreshTokens);
  }

  get password(): string {
    return this.sessions.password;
  }

  set password(password: string) {
    this.sessions.password = password;
  }

  private now(): number {
    return this.clock.now() / 1000;
  }

  override get settings(): Record<string, string> {
    const { url, user, password } = this;
    return { PBX_1_URL: url, PBX_1_USER: user, PBX_1_PASSWORD: password, PBX_1_API: 'v2' };
  }

  override get isConnected(): boolean {
    return this.sessions.alive.length > 0;
  }

  protected override answer(asked: Asked): Reply {
    const name = /^\/api\/(?:v2\.0\.0|v1\.1\.0)\/(.+)$/.exec(asked.path)?.[1] ?? '';
    if (name === 'cdr/download' && asked.method === 'GET') return this.download(asked.query);
    if (asked.method !== 'POST') return failed('20001');
    if (name === 'login') {
      const result = this.sessions.login(asked);
      return 'token' in result ? success(result) : failed(result.errno);
    }
    if (name === 'token/refresh') {
      const result = this.sessions.renew(asked.body['refreshtoken']);
      return 'token' in result ? success(result) : failed(result.errno);
    }
    const token = asked.query.get('token');
    const fault = this.sessions.faultOf(token);
    return fault === undefined ? this.forToken(name, token!, asked) : failed(fault);
  }

  private forToken(name: string, token: string, asked: Asked): Reply {
    switch (name) {
      case 'heartbeat':
        if (this.troubles.refuseNext) return failed(String(this.troubles.takeRefusal()));
        this.sessions.heartbeat(token, asked);
        return success();
      case 'logout':
        this.sessions.logout(token);
        return success();
      case 'deviceinfo/query':
        return success({ deviceinfo: this.device() });
      case 'extension/list':
        return success({ extlist });
      case 'cdr/get_random':
        return this.getRandom(asked.body);
      default:
        return failed('10003');
    }
  }

  private device() {
    const hours = this.offsetMinutes / 60;
    const local = timestart(Math.floor(this.now()), this.offsetMinutes);
    const systemtime = `${local} UTC${hours < 0 ? '' : '+'}${hours}`;
    return { devicename: 'S100', sn: this.sn, hardwarever: 'V1.10', firmwarever: '30.15.0.70', systemtime };
  }

  /** The string is good for 30 s and for one download. */
  private getRandom({ number, starttime, endtime }: Asked['body']): Reply {
    const from = readTimestart(String(starttime), this.offsetMinutes);
    const to = readTimestart(String(endtime), this.offsetMinutes);
    if (from === undefined || to === undefined || number === undefined) return failed('10004');
    const random = randomBytes(16).toString('hex');
    this.randoms.set(random, { until: this.now() + RANDOM_S, from, to });
    return success({ number, starttime, endtime, random });
  }

  private download(query: URLSearchParams): Reply {
    const random = query.get('random') ?? '';
    const wanted = this.randoms.get(random);
    this.randoms.delete(random);
    if (!wanted || this.now() >= wanted.until) return failed('10003');
    const isWanted = ({ startedAt }: { startedAt: number }) =>
      startedAt >= wanted.from && startedAt <= wanted.to;
    const calls = this.calls
      .map((call) => ({ ...call, legs: call.legs.filter(isWanted) }))
      .sort((a, b) => startOf(a) - startOf(b));
    return { text: csvOf(calls, this.sn, this.offsetMinutes), type: 'text/csv' };
  }

  protected override async pushAll(call: HappenedCall, reach: Reach): Promise<void> {
    for (const { at, push } of timedPushesOf(call, this.sn, this.offsetMinutes)) {
      await reach(at);
      for (const { version, target } of this.sessions.alive) {
        if (version !== '2.0.0') throw new Error(`Only version 2.0.0 is pushed, not ${version}.`);
        await this.pushUntilTaken(target, push);
      }
    }
  }

  override async reboot(announced = false): Promise<void> {
    const { alive } = this.sessions;
    this.sessions.forgetAll();
    if (announced) for (const { target } of alive) await post(target, { event: 'BootUp', sn: this.sn });
  }

  override lapse(): void {
    this.sessions.lapse();
  }

  /** For who asks from this machine. */
  lock(): void {
    this.sessions.lock('127.0.0.1');
  }

  override async pushTransfer(callid: string): Promise<boolean> {
    for (const { version, target } of this.sessions.alive)
      await this.pushUntilTaken(target, transferEvent(callid, this.sn, version));
    return this.isConnected;
  }

  /** Again until it is answered 200: how often and how long is not documented. */
  private async pushUntilTaken(target: URL, push: object): Promise<void> {
    for (let n = 0; n < TRIES && (await post(target, push)) !== 200; n++) await pause(200);
  }
}

const extlist = EXTENSIONS.map(({ number, name }) => ({
  ...{ number, status: 'Registered', type: 'SIP', username: name },
}));
