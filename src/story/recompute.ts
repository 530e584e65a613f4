import { Injectable } from '@nestjs/common';
import { StoryStore } from './story.store.js';
import { RecomputeReader, type Place } from './recompute.reader.js';
import { StoryUpdater } from './story-updater.js';

/** Few transfers at a time, so that new stories are hardly delayed. */
const BATCH = 200;

/** Computes the stories of a stored history again, as after an update of the program that understands more. */
@Injectable()
export class Recompute {
  constructor(
    private readonly store: StoryStore,
    private readonly reader: RecomputeReader,
    private readonly updater: StoryUpdater,
  ) {}

  /**
   * Each transfer received in the period is either computed again or, where evidence of it was purged, kept as it is;
   * it is counted once, however many of its call there are.
   */
  async stories(period: {
    from: Date | null;
    to: Date | null;
  }): Promise<{ recomputed: number; kept: number }> {
    const answer = { recomputed: 0, kept: 0 };
    for (let after: Place | null = null; ;) {
      const place = after;
      const rows = await this.store.withLock(
        async (lock) => {
          const page = await this.reader.page(period, place, BATCH);
          const open = page.filter(({ frozen }) => !frozen);
          const calls = new Map(open.map(({ sn, callid }) => [JSON.stringify([sn, callid]), { sn, callid }]));
          await this.updater.update(lock, [...calls.values()]);
          answer.recomputed += open.length;
          answer.kept += page.length - open.length;
          return page;
        },
        { wait: true },
      );
      after = rows?.at(-1) ?? null;
      if (after === null || rows!.length < BATCH) return answer;
    }
  }
}
