import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../config/config.js';
import { LastSeen } from '../intake/last-seen.js';
import { Intake } from '../intake/pipeline.js';
import type { LinkSettings } from '../config/link-settings.js';
import { Problem } from '../http/problem.filter.js';
import { Backfill } from './backfill.js';
import { LinkClock } from './clock.js';
import { Link, type LinkStatus } from './link.js';
import { LinkProgressStore } from './link-progress.store.js';
import { SocketApi } from './p-series/socket-api.js';
import type { PbxApi } from './pbx-api.js';
import { LoginApi } from './v2.js';

/** At most so many socket events wait here while the database is away: a PBX does not send them again. */
const MAX_WAITING = 10_000;
const TRY_AGAIN = 2_000;

/** Every configured PBX, logged in to for as long as the program runs. */
@Injectable()
export class PbxLinks implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly links: Link[];
  private readonly stopping = new AbortController();
  private readonly log = new Logger('PbxLinks');
  private readonly waiting = new Set<Promise<void>>();
  /** Socket events that could not be kept, since the start. */
  private lost = 0;

  constructor(
    private readonly config: Config,
    private readonly intake: Intake,
    lastSeen: LastSeen,
    private readonly backfill: Backfill,
    private readonly progress: LinkProgressStore,
    private readonly clock: LinkClock,
  ) {
    this.links = config.links.map((settings) => this.link(settings));
    lastSeen.onBoot((sn) => {
      for (const link of this.links) if ([sn, null].includes(link.status.sn)) link.reconnect();
    });
  }

  get status(): { links: LinkStatus[]; waiting: number; lost: number } {
    return { links: this.links.map(({ status }) => status), waiting: this.waiting.size, lost: this.lost };
  }

  onApplicationBootstrap(): void {
    for (const link of this.links) link.start();
  }

  /** Stops one phase of Nest's shutdown before the intake, since it gives events to it. */
  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.links.map((link) => link.stop()));
    this.stopping.abort();
    await Promise.all(this.waiting);
  }

  private link(settings: LinkSettings): Link {
    const api: PbxApi =
      settings.api === 'p'
        ? new SocketApi(
            settings,
            this.clock,
            (raw) => this.deliver(raw, settings.name),
            () => link.reconnect(),
          )
        : new LoginApi({ ...settings, api: settings.api }, this.door(), this.clock);
    const { url, name } = settings;
    const link: Link = new Link(settings, api, this.clock, {
      names: () => this.backfill.names(api),
      fetch: (gap, stopping) =>
        this.backfill.records(api, gap, (raw, at) => this.receive(raw, name, at), stopping),
      readProgress: () => this.progress.read(url),
      keepProgress: async (completeUntil) => {
        await Promise.all(this.waiting); // what is lost with the program has to be fetched again
        if (!this.stopping.signal.aborted) await this.progress.write(url, completeUntil);
      },
    });
    return link;
  }

  private door() {
    const [secret] = this.config.eventSecrets;
    return { port: this.config.port, path: secret === undefined ? '/events' : `/events/${secret}` };
  }

  private deliver(raw: Buffer, source: string): void {
    if (this.waiting.size >= MAX_WAITING) {
      this.lost += 1;
      return;
    }
    const done = this.receive(raw, source)
      .catch((error: Error) => {
        this.lost += 1;
        this.log.error(error.message);
      })
      .finally(() => this.waiting.delete(done));
    this.waiting.add(done);
  }

  /** Resolves when it is kept, in quarantine if need be. @throws where the program stops before. */
  private async receive(raw: Buffer, source: string, at = new Date()): Promise<void> {
    const delivery = { raw, contentType: 'application/json', source, at, trusted: true as const };
    for (;;) {
      try {
        await this.intake.receive(delivery);
        return;
      } catch (error) {
        if (error instanceof Problem && error.getStatus() === 400) return;
        if (this.stopping.signal.aborted)
          throw new Error('An event could not be stored before the stop.', { cause: error });
        await this.clock.wait(TRY_AGAIN, this.stopping.signal);
      }
    }
  }
}
