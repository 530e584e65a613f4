import { Global, Module } from '@nestjs/common';
import { Config } from '../config.js';
import { Database, openDatabase } from './database.js';
import { QuarantineStore } from './quarantine-store.js';
import { StoryStore } from './story-store.js';
import { TransferStore } from './transfer-store.js';

/** PostgreSQL, for every module. Nest waits for the factory, so whoever is injected a Database has it opened. */
@Global()
@Module({
  providers: [
    { provide: Database, inject: [Config], useFactory: openDatabase },
    TransferStore,
    QuarantineStore,
    StoryStore,
  ],
  exports: [Database, TransferStore, QuarantineStore, StoryStore],
})
export class StoreModule {}
