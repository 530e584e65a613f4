import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import type { LinkSettings } from '../config/link-settings.js';
import type { LinkClock } from './clock.js';
import { readCsv } from './csv.js';
import { type FetchedRecord, pbxZone } from './fetched-records.js';
import { call } from './http.js';
import { type PbxApi, PbxRefusal } from './pbx-api.js';

/** v1's newest shape of events; without a version the PBX falls back to 1.0.0. */
const VERSIONS = {
  v1: { path: '/api/v1.1.0', version: '1.0.2' },
  v2: { path: '/api/v2.0.0', version: '2.0.0' },
};

/** A token is valid for half an hour; one that can be renewed is, well before. */
const RENEW_AFTER = 20 * 60_000;

interface PbxAnswer {
  status?: string;
  errno?: string | number;
  token?: string;
  refreshtoken?: string;
  random?: string;
  deviceinfo?: { sn?: string; systemtime?: string };
  extlist?: { number?: string; username?: string; name?: string }[];
}

const NO_TOKEN = ['login', 'token/refresh'];

/** Where the PBX is to push, as `login` and `heartbeat` spell it. */
interface Receiver {
  port: string;
  url: string;
  ipaddr: string;
}

/**
 * S-Series, K2 and the old Cloud PBX: they push as long as a login is valid, which a heartbeat prolongs by half an hour.
 * When it lapses they say nothing. So the heartbeat comes every minute, and its refusal is the sign.
 */
export class LoginApi implements PbxApi {
  readonly beat = 60_000;
  sn: string | null = null;
  private token = '';
  /** Cloud and K2 give one, with which their token is renewed; null on other products. */
  private refresh: { token: string; at: number } | null = null;
  /** Minutes by which the PBX's clock is ahead of UTC; null where it did not tell. */
  private offset: number | null = null;
  private receiver: Receiver | null = null;

  constructor(
    private readonly link: LinkSettings & { api: 'v1' | 'v2' },
    /** The port and path of this program's own server, for a link without a push address of its own. */
    private readonly door: { port: number; path: string },
    private readonly clock: LinkClock,
  ) {}

  async open(): Promise<void> {
    this.receiver = await this.findReceiver();
    this.keep(
      await this.ask('login', {
        username: this.link.user,
        password: createHash('md5').update(this.link.password).digest('hex'), // as the vendor has it
        ...this.push(),
      }),
    );
    const { deviceinfo } = (await this.ask('deviceinfo/query', {}).catch(() => null)) ?? {};
    this.sn = deviceinfo?.sn ?? this.sn;
    this.offset = readOffset(deviceinfo?.systemtime ?? '') ?? this.offset;
  }

  async heartbeat(): Promise<void> {
    if (this.refresh && this.clock.now() >= this.refresh.at)
      this.keep(await this.ask('token/refresh', { refreshtoken: this.refresh.token }));
    await this.ask('heartbeat', { ...this.push(), ipaddr: this.receiver!.ipaddr });
  }

  async close(): Promise<void> {
    if (this.token) await this.ask('logout', {}, 2_000).catch(() => {});
    this.token = '';
  }

  async names() {
    const { extlist } = await this.ask('extension/list', {});
    return (extlist ?? []).flatMap(({ number, username, name }) => {
      const said = name ?? username;
      return number ? [{ number, name: said || null }] : [];
    });
  }

  /** v1 has no way to ask. The answer to get_random is good for 30 seconds and one download. */
  async records(from: Date, to: Date): Promise<FetchedRecord[] | null> {
    if (this.link.api === 'v1') return null;
    // Where the PBX's zone is not known, the period is widened by every possible offset.
    const [earlier, later] = this.offset === null ? [-12 * 60, 14 * 60] : [this.offset, this.offset];
    const period = { number: 'all', starttime: pbxTime(from, earlier), endtime: pbxTime(to, later) };
    const { random } = await this.ask('cdr/get_random', period);
    const query = new URLSearchParams({ ...period, token: this.token, random: random ?? '' });
    const csv = await call({
      url: `${this.address('cdr/download')}?${query}`,
      fingerprint: this.link.fingerprint,
      clock: this.clock,
    });
    return toFetched(readCsv(csv).filter(({ callid }) => callid));
  }

  private keep({ token, refreshtoken }: PbxAnswer) {
    this.token = token ?? '';
    this.refresh = refreshtoken ? { token: refreshtoken, at: this.clock.now() + RENEW_AFTER } : null;
  }

  private push() {
    const { port, url } = this.receiver!;
    return { version: VERSIONS[this.link.api].version, port, url, urltag: '1' };
  }

  private async ask(what: string, body: object, timeout?: number): Promise<PbxAnswer> {
    const token = NO_TOKEN.includes(what) ? '' : `?token=${encodeURIComponent(this.token)}`;
    const { fingerprint } = this.link;
    const text = await call({
      url: this.address(what) + token,
      body,
      fingerprint,
      timeout,
      clock: this.clock,
    });
    const answer = parse(text);
    if (answer.status !== 'Success') throw new PbxRefusal(Number(answer.errno ?? 0), what);
    return answer;
  }

  private address(what: string): string {
    return `${this.link.url}${VERSIONS[this.link.api].path}/${what}`;
  }

  private async findReceiver(): Promise<Receiver> {
    const pbx = new URL(this.link.url);
    const ipaddr = this.link.pushUrl
      ? new URL(this.link.pushUrl).hostname
      : await ownAddressTowards(pbx.hostname, Number(pbx.port) || (pbx.protocol === 'https:' ? 443 : 80));
    const url = this.link.pushUrl ?? `http://${ipaddr}:${this.door.port}${this.door.path}`;
    return { url, ipaddr, port: new URL(url).port || '80' };
  }
}

/** Each row as a record to hand to the intake. */
function toFetched(rows: Record<string, string>[]): FetchedRecord[] {
  const local = rows.map(({ timestart = '' }) => Date.parse(`${timestart.replace(' ', 'T')}Z`));
  const zone = pbxZone(rows.map(({ callid = '' }, n) => ({ callid, local: local[n]! })));
  return rows.map(({ dsttrunkname, ...record }, n) => ({
    call: record['callid']!,
    callid: record['callid']!,
    start: local[n]! - zone,
    end: local[n]! - zone + Number(record['callduraction']) * 1000,
    parties: [record['callfrom'] ?? '', record['callto'] ?? ''],
    event: () => ({ event: 'NewCdr', ...record, dsttrcunkname: dsttrunkname, fetched: 'yes' }),
  }));
}

/** A PBX that is just starting answers with a page. */
function parse(text: string): PbxAnswer {
  try {
    return JSON.parse(text) as PbxAnswer;
  } catch {
    throw new Error('it answers, but not as its API does');
  }
}

/** The address that this machine has on the way to the PBX: where the PBX finds us. */
function ownAddressTowards(host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: 5_000 }, () => {
      const { localAddress = '' } = socket;
      socket.destroy();
      resolve(localAddress.includes(':') ? `[${localAddress}]` : localAddress);
    });
    socket.once('timeout', () => socket.destroy(new Error('it does not answer')));
    socket.once('error', reject);
  });
}

/** `2017-05-24 23:25:20` on the PBX's clock. */
function pbxTime(time: Date, offset: number): string {
  return new Date(time.getTime() + offset * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** Of `2017-05-24 23:25:20 UTC-8`, in minutes. */
function readOffset(systemtime: string): number | null {
  const [, sign, hours, minutes = '0'] = /UTC([+-])(\d{1,2})(?::?(\d\d))?$/.exec(systemtime.trim()) ?? [];
  return hours === undefined ? null : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
