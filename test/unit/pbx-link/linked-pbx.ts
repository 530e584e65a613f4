import { afterEach, beforeEach } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { LinkSettings } from '../../../src/config/link-settings.js';
import { Link } from '../../../src/pbx-link/link.js';
import type { PbxApi } from '../../../src/pbx-link/pbx-api.js';
import { SocketApi } from '../../../src/pbx-link/p-series/socket-api.js';
import { LoginApi } from '../../../src/pbx-link/v2.js';
import { PSeriesPbx } from '../../support/fake-pbx/p-series/p-series-pbx.js';
import { type V2Options, V2Pbx } from '../../support/fake-pbx/v2/v2-pbx.js';
import { HandClock } from '../../support/hand-clock.js';
import { until } from '../../support/until.js';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
/** A P-Series PBX wants a heartbeat "at least every 60 s"; nobody's is rarer than that. */
export const HEARTBEAT = 60 * SECOND;

/** A fake PBX, a link to it and the server that the PBX pushes to, on one clock that a test moves. */
class LinkedPbx {
  pbx!: V2Pbx | PSeriesPbx;
  link!: Link;
  clock!: HandClock;
  readonly received: string[] = [];
  /** Requests of the link that are not answered yet. */
  private asking = 0;

  private constructor(private readonly receiver: Server) {}

  static async start(): Promise<LinkedPbx> {
    const receiver = createServer((request, response) => void linked.receive(request, response));
    const linked = new LinkedPbx(receiver);
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    return linked;
  }

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    this.received.push(body);
    if (body.includes('BootUp')) this.link.reconnect(); // as PbxLinks does
    response.end('{}');
  }

  get port(): number {
    return (this.receiver.address() as AddressInfo).port;
  }

  async connect(
    api: LinkSettings['api'],
    more: Partial<LinkSettings> = {},
    options: Omit<V2Options, 'clock'> = {},
  ): Promise<PbxApi> {
    // A request that the PBX does not answer waits for the clock.
    this.clock = new HandClock(() => this.asking !== this.pbx.troubles.held);
    const { clock } = this;
    this.pbx = api === 'p' ? new PSeriesPbx({ firmware: 'old', clock }) : new V2Pbx({ ...options, clock });
    await this.pbx.start();
    const settings: LinkSettings = {
      name: 'PBX_1',
      api,
      url: this.pbx.url,
      user: this.pbx.user,
      password: this.pbx.password,
      pushUrl: `http://127.0.0.1:${this.port}/events/secret-path`,
      fingerprint: null,
      ...more,
    };
    const made = this.counted(this.apiOf(settings));
    let kept: Date | null = null;
    this.link = new Link(settings, made, clock, {
      names: async () => {},
      fetch: async ({ from, to }) => (await made.records(from, to))?.length ?? null,
      readProgress: async () => kept,
      keepProgress: async (completeUntil) => {
        kept = completeUntil;
      },
    });
    this.link.start();
    await clock.untilIdle();
    return made;
  }

  logins(api: LinkSettings['api']) {
    return this.pbx.askedOf(api === 'p' ? 'get_token' : 'login');
  }

  /** The link notices the end of a socket when the machine has the time. */
  async drop(): Promise<void> {
    (this.pbx as PSeriesPbx).dropSockets();
    await until(() => this.link.status.state !== 'up');
  }

  async reboot(api: LinkSettings['api'], announced = false): Promise<void> {
    await this.pbx.reboot(announced);
    if (api === 'p') await until(() => this.link.status.state !== 'up');
  }

  async stop(): Promise<void> {
    this.pbx.troubles.slow = 0;
    const stopped = this.link.stop();
    await this.clock.pass(MINUTE);
    await stopped;
    await this.pbx.disappear();
    this.receiver.closeAllConnections();
    this.receiver.close();
  }

  private apiOf(settings: LinkSettings): PbxApi {
    if (settings.api !== 'p') {
      return new LoginApi(
        { ...settings, api: settings.api },
        { port: this.port, path: '/events' },
        this.clock,
      );
    }
    return new SocketApi(
      settings,
      this.clock,
      (raw) => this.received.push(raw.toString()),
      () => this.link.reconnect(),
    );
  }

  /** Counts what the link has asked and not been answered, so that the clock stands still meanwhile. */
  private counted(api: PbxApi): PbxApi {
    const count = async <T>(asked: Promise<T>): Promise<T> => {
      this.asking += 1;
      return asked.finally(() => (this.asking -= 1));
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
}

export let scene: LinkedPbx;

/** Gives each test of a file a `scene` of its own. */
export function startScenes(): void {
  beforeEach(async () => {
    Logger.overrideLogger(false);
    scene = await LinkedPbx.start();
  });
  afterEach(() => scene.stop());
}
