import { Module } from '@nestjs/common';
import { StoryModule } from '../story/story.module.js';
import { ErasureStore } from './erasure.store.js';
import { PrivacyController } from './privacy.controller.js';
import { Retention } from './retention.js';
import { RetentionStore } from './retention.store.js';

@Module({
  imports: [StoryModule],
  controllers: [PrivacyController],
  providers: [ErasureStore, Retention, RetentionStore],
})
export class PrivacyModule {}
