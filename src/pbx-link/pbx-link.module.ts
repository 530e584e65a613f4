import { Module } from '@nestjs/common';
import { ExtensionsModule } from '../extensions/extensions.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { Backfill } from './backfill.js';
import { LinkClock } from './clock.js';
import { KnownCallsReader } from './known-calls.reader.js';
import { LinkProgressStore } from './link-progress.store.js';
import { PbxLinks } from './pbx-links.js';

@Module({
  imports: [ExtensionsModule, IntakeModule],
  providers: [PbxLinks, Backfill, KnownCallsReader, LinkProgressStore, LinkClock],
  exports: [PbxLinks],
})
export class PbxLinkModule {}
