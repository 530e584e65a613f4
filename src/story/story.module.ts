import { Module } from '@nestjs/common';
import { Betrayals } from './inferred/inferred-transfers.js';
import { EventPurge } from './event-purge.js';
import { EvidenceReader } from './evidence.reader.js';
import { RetellReader } from './recompute.reader.js';
import { Retelling } from './recompute.js';
import { StoryController } from './story.controller.js';
import { StoryWorker } from './story-worker.js';
import { Teller } from './story-updater.js';

/** Where transfers went and how they ended, told from the events around them. */
@Module({
  controllers: [StoryController],
  providers: [StoryWorker, Teller, Betrayals, EvidenceReader, Retelling, RetellReader, EventPurge],
  exports: [EventPurge],
})
export class StoryModule {}
