import { setImmediate as others } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { StoryStore, type StoryLock } from './story.store.js';
import { type CallKey, type ComputedStory } from './computed-story.js';
import { EvidenceReader, type KnownCall } from './evidence.reader.js';
import { computeEachStory } from './engine/compute-story.js';

/** How many calls are read at a time. */
const CALLS = 100;
/** For how long it may occupy the event loop at a time, in ms. */
const SLICE_MS = 5;

/** Computes the stories of calls from all that is kept of them, and writes what changed. */
@Injectable()
export class StoryUpdater {
  private readonly log = new Logger('Story');

  constructor(
    private readonly reader: EvidenceReader,
    private readonly store: StoryStore,
  ) {}

  async update(lock: StoryLock, calls: CallKey[]): Promise<void> {
    for (let i = 0; i < calls.length; i += CALLS) {
      const stories: ComputedStory[] = [];
      let since = performance.now();
      for (const call of await this.reader.of(calls.slice(i, i + CALLS)))
        for (const story of this.storiesOf(call)) {
          stories.push(story);
          if (performance.now() - since < SLICE_MS) continue;
          await others();
          since = performance.now();
        }
      await this.store.write(lock, stories);
    }
  }

  /** One story at a time, since a call can be long. An error in one call must not stop the others. */
  private *storiesOf({ sn, callid, evidence }: KnownCall): Generator<ComputedStory> {
    if (evidence.transfers.length === 0) return;
    try {
      for (const [id, story] of computeEachStory(callid, evidence)) yield { sn, id, story };
    } catch (error) {
      this.log.error(
        `The call ${callid} of ${sn || 'a PBX without a serial number'} has a story that cannot be computed`,
        error,
      );
    }
  }
}
