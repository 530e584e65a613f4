import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LinkSettings } from '../../../src/config/link-settings.js';
import { Link } from '../../../src/pbx-link/link.js';
import { SocketApi } from '../../../src/pbx-link/p-series.js';
import type { PbxApi } from '../../../src/pbx-link/pbx-api.js';
import { LoginApi } from '../../../src/pbx-link/v2.js';
import { FakePbx } from '../../support/fake-pbx.js';
import { HandClock } from '../../support/hand-clock.js';
import { until } from '../../support/until.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** A P-Series PBX wants a heartbeat "at least every 60 s"; nobody's is rarer than that. */
const HEARTBEAT = 60 * SECOND;
/** `LINK_HOURS=720 npm run jest -- test/unit/pbx-link` for a month of each. */
const HOURS = Number(process.env['LINK_HOURS'] ?? 24);

let receiver: Server;
let received: string[];
let pbx: FakePbx;
let link: Link;
let clock: HandClock;
/** Calls of the link that have not come back. */
let asking: number;

beforeEach(async () => {
  Logger.overrideLogger(false);
  received = [];
  asking = 0;
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
  pbx.slow = 0;
  const stopped = link.stop();
  await clock.pass(MINUTE);
  await stopped;
  await pbx.stop();
  receiver.closeAllConnections();
  receiver.close();
});

/** Counts what the link has asked and not been answered, so that the clock stands still meanwhile. */
function counted(api: PbxApi): PbxApi {
  const count = async <T>(asked: Promise<T>): Promise<T> => {
    asking += 1;
    return asked.finally(() => (asking -= 1));
  };
  return {
    beat: api.beat,
    get sn() {
      return api.sn;
    },
    open: () => count(api.open()),
    heartbeat: () => count(api.heartbeat()),
    close: () => count(api.close()),
    names: () => count(api.names()),
    records: (from, to) => count(api.records(from, to)),
  };
}

/** A fake PBX and a link to it, both on one clock that is moved by hand. */
async function connect(api: LinkSettings['api'], more: Partial<LinkSettings> = {}) {
  // A request that the PBX does not answer waits for the clock.
  clock = new HandClock(() => asking !== pbx.held);
  pbx = await new FakePbx(clock).start();
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
  const made = counted(
    settings.api === 'p'
      ? new SocketApi(
          settings,
          clock,
          (raw) => received.push(raw.toString()),
          () => link.reconnect(),
        )
      : new LoginApi({ ...settings, api: settings.api }, { port, path: '/events' }, clock),
  );
  link = new Link(settings, made, clock, async (gap) =>
    gap ? ((await made.records(gap.from, gap.to))?.length ?? null) : null,
  );
  link.start();
  await clock.untilIdle();
  return made;
}

const logins = (api: string) => pbx.callsOf(api === 'p' ? 'get_token' : 'login');
/** A socket's end is known as soon as the machine has the time. */
async function drop() {
  pbx.dropSockets();
  await until(() => link.status.state !== 'up');
}
async function reboot(api: string, announced = false) {
  await pbx.reboot(announced);
  if (api === 'p') await until(() => link.status.state !== 'up');
}

describe.each(['v1', 'v2', 'p'] as const)('a link to a PBX that speaks %s', (api) => {
  it('makes its transfers come', async () => {
    await connect(api);
    expect(link.status.state).toBe('up');
    await pbx.transfer('1.1');
    await until(() => received.length === 1);
    expect(received[0]).toContain('1.1');
  });

  it('tries a wrong password once and never again, and says so', async () => {
    await connect(api, { password: 'wrong' });
    await clock.pass(24 * HOUR);
    expect(link.status.state).toBe('refused');
    expect(logins(api)).toHaveLength(1);
    expect(link.status.reason).toMatch(/wrong user or password/);
    expect(JSON.stringify(link.status)).not.toContain('"wrong"');
  });

  it('a password that was changed while it was up is tried once', async () => {
    await connect(api);
    pbx.password = 'another';
    await reboot(api);
    await clock.pass(24 * HOUR);
    expect(link.status.state).toBe('refused');
    expect(logins(api)).toHaveLength(2);
  });

  it('waits ten minutes when it is locked out, then comes back', async () => {
    await connect(api);
    pbx.lock();
    await reboot(api);
    await clock.pass(HEARTBEAT + SECOND);
    expect(link.status.state).toBe('locked');
    await clock.pass(10 * MINUTE);
    expect(link.status.state).toBe('up');
    const [, refused, admitted, ...more] = logins(api).map(({ at }) => at);
    expect(admitted! - refused!).toBe(10 * MINUTE);
    expect(more).toEqual([]);
  });

  it.each([20004, 20005, 20006])('a token that is refused with %i is replaced at once', async (errno) => {
    await connect(api);
    pbx.refuseNext = errno;
    if (api === 'p') await drop();
    await clock.pass(HEARTBEAT + 2 * SECOND);
    expect(pbx.refuseNext).toBe(0);
    expect(link.status).toMatchObject({ state: 'up', logins: 2 });
    expect(logins(api)).toHaveLength(2);
    expect(await pbx.transfer('1.2')).toBe(true);
  });

  it('after a reboot that the PBX announces the link is back in seconds, after another one by the next heartbeat', async () => {
    await connect(api);
    await clock.pass(10 * SECOND);
    await reboot(api, true);
    await clock.pass(3 * SECOND);
    expect(pbx.listened).toBe(true);
    await reboot(api);
    await clock.pass(HEARTBEAT);
    expect(pbx.listened).toBe(true);
    expect(link.status.logins).toBe(3);
    expect(link.status.gaps).toHaveLength(2);
  });

  it('a PBX that is away, or still starting, is tried again and again but not at once', async () => {
    await connect(api);
    pbx.starting = true;
    await reboot(api);
    const count = pbx.calls.length;
    await clock.pass(10 * MINUTE);
    expect(link.status.state).toBe('waiting');
    expect(pbx.calls.length - count).toBeGreaterThan(10);
    expect(pbx.calls.length - count).toBeLessThan(30);
    pbx.starting = false;
    await clock.pass(MINUTE);
    expect(link.status.state).toBe('up');
  });

  it('slow answers are waited for, those that never come are not', async () => {
    await connect(api);
    pbx.slow = 8 * SECOND;
    await reboot(api);
    await clock.pass(HEARTBEAT + 5 * 8 * SECOND);
    expect(link.status).toMatchObject({ state: 'up', logins: 2 });
    expect(await pbx.transfer('1.4')).toBe(true);
    pbx.slow = 24 * HOUR;
    await reboot(api);
    await clock.pass(2 * HEARTBEAT);
    expect(link.status.state).not.toBe('up');
    pbx.slow = 0;
    await clock.pass(2 * HEARTBEAT);
    expect(link.status.state).toBe('up');
  });

  it('stopping leaves nothing that the PBX would push at', async () => {
    await connect(api);
    await link.stop();
    expect(link.status.state).toBe('stopped');
    await until(() => !pbx.listened);
  });

  it('over a day of lapses, reboots and dropped sockets its events never stop for longer than one heartbeat', async () => {
    await connect(api);
    let silentSince: number | null = null;
    let longest = 0;
    const look = () => {
      if (!pbx.listened) silentSince ??= clock.now();
      if (silentSince === null) return;
      longest = Math.max(longest, clock.now() - silentSince);
      if (pbx.listened) silentSince = null;
    };
    const troubles = [
      async () => {
        pbx.lapse();
        if (api === 'p') await drop();
      },
      () => reboot(api),
      () => reboot(api, true),
      async () => {
        if (api === 'p') await drop();
      },
      async () => {
        pbx.mute = api === 'p';
      },
    ];
    const begin = clock.now();
    let n = 0;
    for (; clock.now() < begin + HOURS * HOUR; n += 1) {
      await clock.pass(7 * MINUTE + ((n * 7_919) % 60) * SECOND, look); // at every part of a beat
      await troubles[n % troubles.length]!();
      look();
      await clock.pass(2 * MINUTE, () => {
        if (pbx.mute && link.status.state !== 'up') pbx.mute = false;
        look();
      });
      expect(await pbx.transfer(`9.${n}`)).toBe(true);
      await until(() => received.filter((one) => !one.includes('BootUp')).length === n + 1);
    }
    expect(n).toBeGreaterThan(HOURS * 5);
    expect(longest).toBeGreaterThan(0);
    expect(longest).toBeLessThanOrEqual(HEARTBEAT);
    expect(pbx.missed).toBe(0);
    expect(pbx.liveTokens).toBeLessThanOrEqual(8);
    expect(link.status.state).toBe('up');
  });
});

describe('a login', () => {
  it('names the version, the port and the absolute address every time, in heartbeats too', async () => {
    await connect('v2');
    await clock.pass(2 * MINUTE);
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
    await connect('v2', { pushUrl: null });
    const { port } = receiver.address() as AddressInfo;
    expect(pbx.callsOf('login')[0]!.body['url']).toBe(`http://127.0.0.1:${port}/events`);
  });

  it('a token that can be renewed is, before its half hour is over: no event is missed and nobody logs in again', async () => {
    pbx = await connectRenewing();
    await clock.pass(12 * HOUR, () => expect(pbx.listened).toBe(true));
    expect(pbx.callsOf('token/refresh').length).toBeGreaterThan(12);
    expect(pbx.callsOf('login')).toHaveLength(2);
  });

  it("asks for a gap's records on the PBX's own clock, and makes events of them", async () => {
    const made = await connect('v2');
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
    expect(records!.map(({ raw }) => JSON.parse(raw.toString()))).toEqual([
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

/** Connected to a PBX whose tokens a heartbeat does not prolong. */
async function connectRenewing(): Promise<FakePbx> {
  await connect('v2');
  pbx.renews = true;
  await pbx.reboot(true);
  await clock.pass(SECOND);
  return pbx;
}
