import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { LinkClock } from '../../src/pbx-link/clock.js';

const MINUTE = 60_000;

/**
 * A PBX with its v1, v2 and P-Series faces: it pushes only while somebody is logged in, forgets
 * everybody when it boots, lets a token lapse in silence, and locks out who sends five wrong passwords.
 */
export class FakePbx {
  readonly sn = '369451090405';
  readonly user = 'api';
  password = 'right-password';
  /** Every call that came, by its path without the query. */
  readonly calls: { path: string; body: Record<string, unknown>; at: number }[] = [];
  /** Events that nobody was there for. */
  missed = 0;
  pushed = 0;
  /** How long each answer takes, in ms of its clock. */
  slow = 0;
  /** How many it keeps waiting for an answer. */
  held = 0;
  /** Takes what is sent on its sockets and says nothing, as one whose network cable is out. */
  mute = false;
  /** Of the next heartbeat or subscription, instead of what is right. */
  refuseNext = 0;
  /** Its tokens can be renewed, as those of Cloud and K2. */
  renews = false;
  /** Answers as a PBX that is just starting. */
  starting = false;
  records: string[] = [];
  private wrong = 0;
  private lockedUntil = -Infinity;
  private readonly tokens = new Map<
    string,
    { until: number; url: string; version: string; refresh?: string }
  >();
  private readonly sockets = new Map<WebSocket, string>();
  private readonly server = createServer((req, res) => void this.answer(req, res));
  private readonly upgrades = new WebSocketServer({ noServer: true, autoPong: false });
  private random = '';

  /** The clock is what tokens and locks go by. */
  constructor(private readonly clock = new LinkClock()) {
    this.server.on('upgrade', (req, socket, head) => {
      const url = new URL(req.url!, 'http://pbx');
      const token = url.searchParams.get('access_token') ?? '';
      if (!req.headers['user-agent'] || !this.live(token))
        return void socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      this.upgrades.handleUpgrade(req, socket, head, (ws) => {
        ws.on('ping', () => this.mute || ws.pong());
        ws.on('message', (data: Buffer) => {
          if (this.mute) {
            this.held += 1;
            ws.once('close', () => (this.held -= 1));
            return;
          }
          const text = data.toString();
          if (text === 'heartbeat') {
            ws.send('heartbeat response');
            return;
          }
          this.calls.push({ path: 'subscribe', body: JSON.parse(text), at: this.now() });
          const refused = this.takeRefusal();
          if (refused) {
            ws.send(JSON.stringify({ errcode: refused, errmsg: 'FAILED' }));
            return;
          }
          this.sockets.set(ws, token);
          ws.send('{"errcode":0,"errmsg":"SUCCESS"}');
        });
        ws.on('close', () => this.sockets.delete(ws));
        ws.on('error', () => {});
      });
    });
  }

  async start() {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  async stop() {
    this.dropSockets();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  get url() {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  callsOf(path: string) {
    return this.calls.filter((call) => call.path.endsWith(path));
  }

  /** Whether anybody would hear of a transfer now. */
  get listened(): boolean {
    if (this.sockets.size > 0) return !this.mute;
    return [...this.tokens].some(([token, { url }]) => url && this.live(token));
  }

  get liveTokens() {
    return [...this.tokens.keys()].filter((token) => this.live(token)).length;
  }

  /** Forgets everybody. `tell` says so to who was logged in, as a PBX with a stored address does. */
  async reboot(computeStories = false) {
    const urls = [...this.tokens.values()].map(({ url }) => url).filter(Boolean);
    this.tokens.clear();
    this.dropSockets();
    for (const url of computeStories ? urls : [])
      await this.post(url, JSON.stringify({ event: 'BootUp', sn: this.sn }));
  }

  /** The token lapses, and nothing is said about it. */
  lapse() {
    for (const token of this.tokens.values()) token.until = -Infinity;
  }

  dropSockets() {
    for (const socket of this.sockets.keys()) socket.terminate();
  }

  /** A transfer happens; it is pushed to everybody who is logged in. */
  async transfer(callid: string): Promise<boolean> {
    const ext = (number: string) => ({ number, channelid: `PJSIP/${number}-${callid}` });
    const [socket] = this.sockets.keys();
    if (socket && this.mute) {
      this.missed += 1;
      return false;
    }
    if (socket) {
      const members = [{ extension: { number: '1020', channel_id: `PJSIP/1020-${callid}` } }];
      const msg = JSON.stringify({ call_id: callid, members });
      socket.send(JSON.stringify({ type: 30013, sn: this.sn, msg }));
      this.pushed += 1;
      return true;
    }
    const login = [...this.tokens].find(([token, { url }]) => url && this.live(token))?.[1];
    if (!login) {
      this.missed += 1;
      return false;
    }
    const event =
      login.version === '2.0.0'
        ? { event: 'Tranfer', callid, members: [{ ext: ext('2000') }, { ext: ext('1020') }], sn: this.sn }
        : {
            action: 'Tranfer',
            callid,
            call: [{ ext: { extid: '1005' } }, { ext: { extid: '1001' } }],
            sn: this.sn,
          };
    await this.post(login.url, JSON.stringify(event));
    this.pushed += 1;
    return true;
  }

  private now() {
    return this.clock.now();
  }

  private takeRefusal() {
    const errno = this.refuseNext;
    this.refuseNext = 0;
    return errno;
  }

  private live(token: string) {
    return (this.tokens.get(token)?.until ?? -Infinity) > this.now();
  }

  private async answer(req: IncomingMessage, res: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const body = (chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : {}) as Record<
      string,
      string
    >;
    const url = new URL(req.url!, 'http://pbx');
    this.calls.push({ path: url.pathname, body, at: this.now() });
    if (this.slow > 0) {
      const gone = new AbortController();
      res.once('close', () => gone.abort());
      this.held += 1;
      await this.clock.wait(this.slow, gone.signal);
      this.held -= 1;
    }
    if (this.starting) return void res.writeHead(502).end('<html>starting</html>');
    const [, face, , what] = /^\/(api|openapi)\/(v[\d.]+)\/(.+)$/.exec(url.pathname) ?? [];
    if (!what) return void res.writeHead(404).end();
    if (what === 'cdr/download') return void res.end(this.download(url.searchParams));
    const said =
      face === 'api' ? this.login(what, url.searchParams, body) : this.open(what, url.searchParams, body);
    res.setHeader('Content-Type', 'application/json').end(JSON.stringify(said));
  }

  /** v1 and v2: always 200, `errno` a string. */
  private login(what: string, query: URLSearchParams, body: Record<string, string>): object {
    const failed = (errno: number) => ({ status: 'Failed', errno: String(errno) });
    if (what === 'login') {
      const md5 = createHash('md5').update(this.password).digest('hex');
      const refused = this.check(body['username'] === this.user && body['password'] === md5);
      if (refused) return failed(refused);
      const url = body['urltag'] === '1' ? body['url']! : '';
      return this.admit(url, body['version'] ?? '1.0.0');
    }
    if (what === 'token/refresh') {
      const old = [...this.tokens].find(([, { refresh }]) => refresh && refresh === body['refreshtoken']);
      if (!old) return failed(20004);
      this.tokens.delete(old[0]);
      return this.admit(old[1].url, old[1].version);
    }
    const token = query.get('token') ?? '';
    if (token === '') return failed(20005);
    const login = this.tokens.get(token);
    if (!login) return failed(20004);
    if (!this.live(token)) return failed(20006);
    switch (what) {
      case 'heartbeat':
        if (this.refuseNext) return failed(this.takeRefusal());
        if (!this.renews) login.until = this.now() + 30 * MINUTE;
        Object.assign(login, { url: body['url'], version: body['version'] });
        return { status: 'Success' };
      case 'logout':
        this.tokens.delete(token);
        return { status: 'Success' };
      case 'deviceinfo/query':
        return { status: 'Success', deviceinfo: { sn: this.sn, systemtime: '2017-05-24 23:25:20 UTC+2' } };
      case 'extension/list':
        return {
          status: 'Success',
          extlist: [{ number: '1020', username: 'Reception' }, { number: '2000' }],
        };
      case 'cdr/get_random':
        this.random = randomBytes(4).toString('hex');
        return { status: 'Success', random: this.random };
      default:
        return failed(10001);
    }
  }

  private admit(url: string, version: string): object {
    const token = this.grant(30 * MINUTE, url, version);
    if (!this.renews) return { status: 'Success', token };
    const refreshtoken = randomBytes(16).toString('hex');
    this.tokens.get(token)!.refresh = refreshtoken;
    return { status: 'Success', token, refreshtoken };
  }

  /** P-Series: `errcode` a number. */
  private open(what: string, query: URLSearchParams, body: Record<string, string>): object {
    const failed = (errcode: number) => ({ errcode, errmsg: 'FAILED' });
    const granted = () => {
      const access = this.grant(30 * MINUTE, '', 'p');
      const refresh = randomBytes(16).toString('hex');
      this.tokens.get(access)!.refresh = refresh;
      return {
        errcode: 0,
        access_token: access,
        access_token_expire_time: 1800,
        refresh_token: refresh,
        refresh_token_expire_time: 86400,
      };
    };
    if (what === 'get_token') {
      const refused = this.check(body['username'] === this.user && body['password'] === this.password);
      if (refused) return failed(refused);
      return this.liveTokens >= 8 ? failed(70000) : granted();
    }
    if (what === 'refresh_token') {
      const old = [...this.tokens].find(([, { refresh }]) => refresh === body['refresh_token']);
      if (!old) return failed(20004);
      this.tokens.delete(old[0]);
      const answer = granted();
      for (const [socket, token] of this.sockets)
        if (token === old[0]) this.sockets.set(socket, answer.access_token);
      return answer;
    }
    if (!this.live(query.get('access_token') ?? '')) return failed(20004);
    if (what === 'extension/list')
      return { errcode: 0, data: [{ number: '1020', caller_id_name: 'Reception' }] };
    if (what === 'cdr/search')
      return { errcode: 0, data: this.records.map((one) => JSON.parse(one) as object) };
    return failed(10001);
  }

  private download(query: URLSearchParams): string {
    if (!this.live(query.get('token') ?? '') || query.get('random') !== this.random) return '';
    this.random = '';
    const head =
      'callid,timestart,callfrom,callto,callduraction,talkduraction,srctrunkname,dsttrunkname,status,type,pincode,recording,didnumber,sn';
    return [head, ...this.records].join('\r\n');
  }

  /** Zero where the password is right and may be. */
  private check(right: boolean): number {
    if (this.now() < this.lockedUntil) return 20002;
    if (right) {
      this.wrong = 0;
      return 0;
    }
    this.wrong += 1;
    if (this.wrong >= 5) this.lockedUntil = this.now() + 10 * MINUTE;
    return 20003;
  }

  /** Somebody else on our machine got the password wrong five times. */
  lock() {
    this.lockedUntil = this.now() + 10 * MINUTE;
  }

  private grant(script: number, url: string, version: string): string {
    const token = randomBytes(16).toString('hex');
    this.tokens.set(token, { until: this.now() + script, url, version });
    return token;
  }

  private post(url: string, body: string): Promise<void> {
    return new Promise((resolve) => {
      const req = request(
        url,
        { method: 'POST', headers: { 'Content-Type': 'application/json' }, agent: false },
        (res) => {
          res.resume();
          res.on('end', resolve);
        },
      );
      req.on('error', () => resolve());
      req.end(body);
    });
  }
}
