import { Injectable } from '@nestjs/common';
import { StoryStore } from './story.store.js';
import { REACH } from './engine/evidence/related.js';

/** So few at a time that stories hardly wait for it. */
const BATCH = 500;

/** Recorded events go; the transfers keep the story that was computed from them. */
@Injectable()
export class EventPurge {
  constructor(private readonly store: StoryStore) {}

  /** Deletes what was received before; several programs may do so at once. Returns how many went. */
  async purge(before: Date): Promise<number> {
    for (let gone = 0; ;) {
      const some = await this.store.withLock((lock) => this.store.purge(lock, before, REACH, BATCH), {
        wait: true,
      });
      if (!some) return gone;
      gone += some;
    }
  }
}
