import { Injectable } from '@nestjs/common';
import { StoryStore } from './story.store.js';
import { REACH } from './engine/evidence/related.js';

/** Few at a time, so that stories are hardly delayed. */
const BATCH = 500;

/** Deletes recorded events; their transfers keep the stories that were computed from them. */
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
