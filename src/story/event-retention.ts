import { setTimeout as pause } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Config } from '../config.js';
import { Database } from '../store/database.js';
import { StoryStore } from '../store/story-store.js';
import { REACH } from './related.js';

const DAY_MS = 24 * 3_600_000;
const PERIOD_MS = 10 * 60_000;
/** So few at a time that stories hardly wait for it. */
const BATCH = 500;

/**
 * Recorded events go after EVENT_DAYS; the transfers keep the story that was told of them. It may run in several
 * programs at once, and be stopped at any time.
 */
@Injectable()
export class EventRetention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('EventRetention');
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly store: StoryStore,
  ) {}

  onApplicationBootstrap() {
    this.running = this.run();
  }

  async beforeApplicationShutdown() {
    this.stopping.abort();
    await this.running;
  }

  /** Returns how many went. */
  async purge(now: Date): Promise<number> {
    const cutoff = new Date(+now - this.config.eventDays * DAY_MS);
    let gone = 0;
    for (;;) {
      const some = await this.store.inTurn((turn) => this.store.purge(turn, cutoff, REACH, BATCH), {
        wait: true,
      });
      gone += some ?? 0;
      if (!some || this.stopping.signal.aborted) return gone;
    }
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      if (this.database.status.state === 'ready')
        await this.purge(new Date()).catch((error: unknown) => {
          if (this.database.status.state === 'ready')
            this.log.error('Old events could not be deleted', error);
        });
      await pause(PERIOD_MS, undefined, { signal }).catch(() => {});
    }
  }
}
