import { Database } from '../database/database.js';
import { BackgroundJob, type Job } from '../database/jobs/background-job.js';
import { StoryStore } from './story.store.js';
import { InferredTransfers } from './inferred/inferred-transfers.js';
import { REACH } from './engine/evidence/related.js';
import { StoryUpdater } from './story-updater.js';

/** The stories of what arrives within this time are computed together, in ms. */
const PERIOD_MS = 250;
/** The share of the time in which it works, at most: under load more is computed together, and the intake goes first. */
const SHARE = 1 / 4;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Keeps stories up to date: a pass asks what was committed since the last pass, and computes the stories of
 * the calls that this concerns, from all that is kept of them.
 *
 * Guarantees: the story of every transfer holds, within about a second, all that is committed of its
 * evidence, however commits overtake each other, however often and by however many programs. Why nothing is
 * missed:
 *
 * - Each event and each transfer carries the id of its transaction. A pass takes the database's snapshot
 *   (which transactions it sees) in the statement that asks what is new, where new is what the snapshot of
 *   the pass before did not see. That snapshot names those that were under way, so one that began earlier and
 *   commits later is new in the next pass, whatever its id. Hence every row is new in exactly one pass.
 * - Whether an event bears on a transfer is asked of the database as it is in that pass. Let a pass be the
 *   first to see both: one of the two is new in it, and the other is seen. The story of a new transfer is
 *   computed; for a new event, the transfers on which it bears are found through the parties of both, which
 *   were committed with them. So the pair is found, whichever came first, and the evidence, read later still,
 *   holds both.
 * - What the pass read is noted when its stories are written. A program that is killed on the way leaves the
 *   note as it was, and the pass is done again; a story that comes out as it stands is not written.
 * - Only the holder of the story lock makes a pass, so the snapshots of all programs are one row, and the
 *   later story is that of the later evidence. The lock ends with its connection: nobody waits for a program
 *   that was killed.
 *
 * What is new does not depend on the time at which an event was received: a simulated one may be dated last
 * week.
 */
@BackgroundJob({ name: 'stories', everyMs: PERIOD_MS, atStart: true })
export class StoryWorker implements Job {
  constructor(
    private readonly database: Database,
    private readonly store: StoryStore,
    private readonly updater: StoryUpdater,
    private readonly inferredTransfers: InferredTransfers,
  ) {}

  async round(): Promise<number> {
    const began = performance.now();
    await this.pass();
    const took = performance.now() - began;
    return Math.min(Math.max(PERIOD_MS, took * (1 / SHARE - 1)), LONGEST_PAUSE_MS);
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
