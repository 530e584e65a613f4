import { Module } from '@nestjs/common';
import { InferredStore } from './inferred/inferred.store.js';
import { InferredTransfers } from './inferred/inferred-transfers.js';
import { EventPurge } from './event-purge.js';
import { EvidenceReader } from './evidence.reader.js';
import { RecomputeReader } from './recompute.reader.js';
import { Recompute } from './recompute.js';
import { StoryController } from './story.controller.js';
import { StoryStore } from './story.store.js';
import { StoryWorker } from './story-worker.js';
import { StoryUpdater } from './story-updater.js';

/** Where transfers went and how they ended, computed from the events around them. */
@Module({
  controllers: [StoryController],
  providers: [
    StoryWorker,
    StoryUpdater,
    StoryStore,
    InferredTransfers,
    InferredStore,
    EvidenceReader,
    Recompute,
    RecomputeReader,
    EventPurge,
  ],
  exports: [EventPurge],
})
export class StoryModule {}
