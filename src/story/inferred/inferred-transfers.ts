import { Injectable } from '@nestjs/common';
import { InferredStore } from './inferred.store.js';
import type { StoryLock } from '../story.store.js';
import type { CallKey } from '../computed-story.js';
import { inferTransfers } from './infer.js';

/** So many calls at a time. */
const CALLS = 200;

/** Keeps the transfers that only records show, inferred anew whenever one more record of a call has come. */
@Injectable()
export class InferredTransfers {
  constructor(private readonly store: InferredStore) {}

  /** Needs the story lock. Calls in `arrived` lose their inferred transfers where the PBX reported one. */
  async update(lock: StoryLock, recorded: CallKey[], arrived: CallKey[]): Promise<void> {
    for (let i = 0; i < recorded.length; i += CALLS) {
      const calls = await this.store.unreportedCalls(lock, recorded.slice(i, i + CALLS));
      await this.store.keep(
        lock,
        calls.map(({ extensions, records, ...call }) => ({
          ...call,
          dialect: records[0]!.record.dialect,
          inferred: inferTransfers(records, new Set(extensions)),
        })),
      );
    }
    if (arrived.length > 0) await this.store.dropInferred(lock, arrived);
  }
}
