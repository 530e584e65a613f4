import { setTimeout as pause } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Database } from '../database/database.js';
import { StoryStore } from './story.store.js';
import { InferredTransfers } from './inferred/inferred-transfers.js';
import { REACH } from './engine/evidence/related.js';
import { StoryUpdater } from './story-updater.js';

/** How long a round that has begun is waited for at the end, in ms. */
const LAST_ROUND_MS = 500;
/** What arrives within this time is worked on together, in ms. */
const PERIOD_MS = 250;
/** The share of the time in which it works, at most: under load more is worked on together, and the intake goes first. */
const SHARE = 1 / 4;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Stories follow their evidence: a pass looks what was committed since the last pass, and computes the calls on which that
 * bears, from all that is kept of them.
 *
 * Guarantees: every story follows, within about a second, all that is committed of its evidence, however commits
 * overtake each other, however often and by however many programs. Why nothing is missed:
 *
 * - Each event and each transfer carries the id of its transaction. A pass takes the database's snapshot (which
 *   transactions it sees) in the statement that asks what is new, where new is what the snapshot of the pass before did
 *   not see. That snapshot names those that were under way, so one that began earlier and commits later is new in the
 *   next pass, whatever its id. Hence every row is new in exactly one pass.
 * - Whether an event bears on a transfer is asked of the database as it is in that pass. Let a pass be the first to see
 *   both: one of the two is new in it, and the other is seen. A new transfer is computed; for a new event, the transfers on
 *   which it bears are found through the parties of both, which were committed with them. So the pair is found,
 *   whichever came first, and the evidence, read later still, holds both.
 * - What the pass saw is noted when its stories are written. A program that is killed on the way leaves the note as it
 *   was, and the pass is done again; a story that comes out as it stands is not written.
 * - Passes take the story lock (StoryStore.withLock), so the snapshots of all programs are one row, and the later story is that of
 *   the later evidence. The lock ends with its connection: nobody waits for a program that was killed.
 *
 * When an event was received plays no part in what is new: it may be dated last week.
 */
@Injectable()
export class StoryWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Story');
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly store: StoryStore,
    private readonly updater: StoryUpdater,
    private readonly inferredTransfers: InferredTransfers,
  ) {}

  onApplicationBootstrap() {
    this.running = this.run();
  }

  /** A pass that has begun is done, or done again after the next start. */
  async beforeApplicationShutdown() {
    this.stopping.abort();
    await Promise.race([this.running, pause(LAST_ROUND_MS)]); // a database that hangs holds nobody up
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const began = performance.now();
      await this.pass().catch((error: unknown) => {
        // A database that is away has said so itself.
        if (this.database.status.state === 'ready')
          this.log.error('Stories could not be computed; trying again', error);
      });
      const took = performance.now() - began;
      const rest = Math.min(Math.max(PERIOD_MS, took * (1 / SHARE - 1)), LONGEST_PAUSE_MS);
      await pause(rest, undefined, { signal }).catch(() => {});
    }
  }

  private async pass(): Promise<void> {
    if (this.database.status.state !== 'ready') return;
    await this.store.withLock(
      async (lock) => {
        const changes = await this.store.changesSince(lock, REACH);
        if (changes === null) return;
        await this.updater.update(lock, changes.calls);
        await this.inferredTransfers.update(lock, changes.recorded, changes.calls);
        await this.store.markSeen(lock, changes.snapshot);
      },
      { wait: false },
    );
  }
}
