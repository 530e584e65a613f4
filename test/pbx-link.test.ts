import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { LinkSettings } from '../src/link-settings.js';
import { Clock } from '../src/pbx-link/clock.js';
import { Link } from '../src/pbx-link/link.js';
import { SocketApi } from '../src/pbx-link/p-series.js';
import { LoginApi } from '../src/pbx-link/v2.js';
import { FakePbx } from './support/fake-pbx.js';

const MINUTE = 60_000;
/** `LINK_HOURS=24 npm run jest -- test/pbx-link` for a whole day of each. */
const HOURS = Number(process.env['LINK_HOURS'] ?? 2);

/** A clock on which `pace` ms pass in one. */
class FastClock extends Clock {
  private readonly start = Date.now();
  constructor(private readonly pace: number) {
    super();
  }
  override now() {
    return this.start + (Date.now() - this.start) * this.pace;
  }
  override wait(ms: number, signal: AbortSignal) {
    return super.wait(ms / this.pace, signal);
  }
}

async function until(what: () => boolean, ms = 5_000) {
  for (const end = Date.now() + ms; !what(); await pause(2))
    if (Date.now() > end) throw new Error(`never: ${what.toString()}`);
}

let receiver: Server;
let received: string[];
let pbx: FakePbx;
let link: Link;

beforeEach(async () => {
  received = [];
  receiver = createServer((req, res) => {
    let body = '';
    req.on('data', (chunk: Buffer) => (body += chunk.toString()));
    req.on('end', () => {
      received.push(body);
      if (body.includes('BootUp')) link.reconnect(); // as PbxLinks does
      res.end('{}');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await link.stop();
  await pbx.stop();
  receiver.closeAllConnections();
  receiver.close();
});

/** A fake PBX and a link to it, both on a clock of this pace. */
async function connect(api: LinkSettings['api'], pace: number, more: Partial<LinkSettings> = {}) {
  const clock = new FastClock(pace);
  pbx = await new FakePbx(() => clock.now()).start();
  const { port } = receiver.address() as AddressInfo;
  const settings: LinkSettings = {
    name: 'PBX_1',
    api,
    url: pbx.url,
    user: pbx.user,
    password: 'right-password',
    pushUrl: `http://127.0.0.1:${port}/events/secret-path`,
    fingerprint: null,
    ...more,
  };
  const made =
    settings.api === 'p'
      ? new SocketApi(
          settings,
          clock,
          (raw) => received.push(raw.toString()),
          () => link.reconnect(),
        )
      : new LoginApi({ ...settings, api: settings.api }, { port, path: '/events' });
  const gaps: { from: Date; to: Date }[] = [];
  link = new Link(settings, made, clock, async (gap) => {
    if (gap) gaps.push(gap);
    return gap && ((await made.records(gap.from, gap.to))?.length ?? null);
  });
  link.start();
  return { clock, gaps, made };
}

const up = () => until(() => link.status.state === 'up');

describe.each(['v1', 'v2', 'p'] as const)('a link to a PBX that speaks %s', (api) => {
  it('makes its transfers come', async () => {
    await connect(api, 1);
    await up();
    await pbx.transfer('1.1');
    await until(() => received.length === 1);
    expect(received[0]).toContain('1.1');
  });

  it('tries a wrong password once and never again, and says so', async () => {
    await connect(api, 100_000, { password: 'wrong' });
    await until(() => link.status.state === 'refused');
    await pause(100); // nearly three hours
    expect(pbx.callsOf('login').length + pbx.callsOf('get_token').length).toBe(1);
    expect(link.status.reason).toMatch(/wrong user or password/);
    expect(JSON.stringify(link.status)).not.toContain('"wrong"');
  });

  it('waits ten minutes when it is locked out, then comes back', async () => {
    const pace = 6_000;
    await connect(api, pace);
    await up();
    pbx.lock();
    await pbx.reboot();
    await until(() => link.status.state === 'locked');
    const tried = pbx.callsOf(api === 'p' ? 'get_token' : 'login');
    const since = tried.at(-1)!.at;
    await up();
    const next = pbx.callsOf(api === 'p' ? 'get_token' : 'login').at(-1)!.at;
    expect(next - since).toBeGreaterThanOrEqual(10 * MINUTE);
    expect(next - since).toBeLessThan(25 * MINUTE);
  });

  it('a token that lapses in silence stops the events for no longer than one heartbeat', async () => {
    const { clock, made } = await connect(api, 200);
    await up();
    const lapsedAt = clock.now();
    pbx.lapse();
    if (api === 'p') pbx.dropSockets();
    await until(() => pbx.callsOf(api === 'p' ? 'subscribe' : 'login').length === 2);
    expect(clock.now() - lapsedAt).toBeLessThan(made.beat + 20_000);
    await up();
    expect(await pbx.transfer('1.2')).toBe(true);
  });

  it('a reboot is got over, also one that nobody told of', async () => {
    const { clock, made } = await connect(api, 200);
    await up();
    for (const tell of [true, false]) {
      const before = link.status.logins;
      const at = clock.now();
      await pbx.reboot(tell);
      await until(() => link.status.logins === before + 1);
      expect(clock.now() - at).toBeLessThan(tell ? 25_000 : made.beat + 20_000);
    }
    expect(await pbx.transfer('1.3')).toBe(true);
    await until(() => link.status.gaps.length === 2);
  });

  it('a PBX that is away, or still starting, is tried again and again but not at once', async () => {
    const { clock } = await connect(api, 600);
    await up();
    pbx.starting = true;
    await pbx.reboot();
    const start = clock.now();
    const count = pbx.calls.length;
    await until(() => clock.now() - start > 10 * MINUTE, 10_000);
    expect(link.status.state).not.toBe('up');
    expect(pbx.calls.length - count).toBeLessThan(30);
    pbx.starting = false;
    await up();
  });

  it('slow answers are waited for', async () => {
    await connect(api, 1);
    pbx.slow = 300;
    await up();
    expect(await pbx.transfer('1.4')).toBe(true);
  });

  it('stopping leaves nothing that the PBX would push at', async () => {
    await connect(api, 1);
    await up();
    await link.stop();
    expect(link.status.state).toBe('stopped');
    await pause(20);
    expect(await pbx.transfer('1.5')).toBe(false);
  });

  it('days in fast motion, with a lapse, a reboot and dropped sockets: it never stops for longer than one heartbeat', async () => {
    const pace = 1_200; // an hour in three seconds
    const { clock, made } = await connect(api, pace);
    await up();
    const end = clock.now() + HOURS * 60 * MINUTE;
    let silentSince: number | null = null;
    let longest = 0;
    for (let n = 0, trouble = 0; clock.now() < end; n++) {
      if (await pbx.transfer(`9.${n}`)) silentSince = null;
      else longest = Math.max(longest, clock.now() - (silentSince ??= clock.now()));
      const third = Math.floor((HOURS * 60 * MINUTE - (end - clock.now())) / (20 * MINUTE));
      if (third > trouble) {
        trouble = third;
        if (third % 3 === 0) pbx.lapse();
        if (third % 3 === 1) await pbx.reboot(third % 2 === 0);
        pbx.dropSockets();
      }
      await pause(2);
    }
    // Real milliseconds count 1.2 s each here: the time that a login takes is allowed for.
    expect(longest).toBeLessThan(made.beat + 250 * pace);
    expect(pbx.liveTokens).toBeLessThanOrEqual(8);
    expect(pbx.callsOf('get_token').length).toBeLessThanOrEqual(1 + 2 * HOURS);
    expect(link.status.state).toBe('up');
  }, 120_000);
});

describe('a login', () => {
  it('names the version, the port and the absolute address every time, in heartbeats too', async () => {
    await connect('v2', 6_000);
    await until(() => pbx.callsOf('heartbeat').length > 1);
    const { port } = receiver.address() as AddressInfo;
    const push = {
      version: '2.0.0',
      port: String(port),
      url: `http://127.0.0.1:${port}/events/secret-path`,
      urltag: '1',
    };
    expect(pbx.callsOf('login')[0]!.body).toEqual({
      username: 'api',
      password: expect.stringMatching(/^[0-9a-f]{32}$/),
      ...push,
    });
    expect(pbx.callsOf('heartbeat')[0]!.body).toEqual({ ...push, ipaddr: '127.0.0.1' });
  });

  it('finds out by itself where the PBX can push', async () => {
    await connect('v2', 1, { pushUrl: null });
    await up();
    const { port } = receiver.address() as AddressInfo;
    expect(pbx.callsOf('login')[0]!.body['url']).toBe(`http://127.0.0.1:${port}/events`);
  });

  it("asks for a gap's records on the PBX's own clock, and makes events of them", async () => {
    const { made } = await connect('v2', 1);
    await up();
    pbx.records = [
      '1571897930.5,2019-10-23 22:18:50,1023,"Na""me, x<2023>",19,14,,,ANSWERED,Internal,,,,369451090405',
      '1571897931.6,2019-10-23 22:18:51,1023,2023,19,14,in,out,NO ANSWER,Inbound,,,,369451090405',
    ];
    const from = new Date('2019-10-23T20:00:00Z');
    const records = await made.records(from, new Date('2019-10-23T21:00:00Z'));
    expect(pbx.callsOf('cdr/get_random')[0]!.body).toEqual({
      number: 'all',
      starttime: '2019-10-23 22:00:00',
      endtime: '2019-10-23 23:00:00',
    });
    expect(records!.map((raw) => JSON.parse(raw.toString()))).toEqual([
      expect.objectContaining({
        event: 'NewCdr',
        callid: '1571897930.5',
        callto: 'Na"me, x<2023>',
        sn: '369451090405',
      }),
      expect.objectContaining({
        event: 'NewCdr',
        callid: '1571897931.6',
        status: 'NO ANSWER',
        dsttrcunkname: 'out',
      }),
    ]);
  });
});
