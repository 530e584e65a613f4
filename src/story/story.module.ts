import { Module } from '@nestjs/common';
import { Betrayals } from './betrayals.js';
import { EventPurge } from './event-purge.js';
import { EvidenceReader } from './evidence.reader.js';
import { RetellReader } from './retell.reader.js';
import { Retelling } from './retelling.js';
import { StoryController } from './story.controller.js';
import { StoryWorker } from './story-worker.js';
import { Teller } from './teller.js';

/** Where transfers went and how they ended, told from the events around them. */
@Module({
  controllers: [StoryController],
  providers: [StoryWorker, Teller, Betrayals, EvidenceReader, Retelling, RetellReader, EventPurge],
  exports: [EventPurge],
})
export class StoryModule {}
