import { Global, Module } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Database, openDatabase } from './database.js';
import { ErasureStore } from '../privacy/erasure.store.js';
import { ExtensionStore } from '../extensions/extension.store.js';
import { KeyStore } from '../access/key.store.js';
import { QuarantineStore } from '../quarantine/quarantine.store.js';
import { ReportMailStore } from '../reports/schedule/report-mail.store.js';
import { RetentionStore } from '../privacy/retention.store.js';
import { ReplicaReads } from './replica-reads.js';
import { RollupStore } from '../reports/rollup/rollup.store.js';
import { InferredStore } from '../story/inferred/inferred.store.js';
import { StoryStore } from '../story/story.store.js';
import { TransferStore } from '../intake/event.store.js';

const STORES = [
  TransferStore,
  QuarantineStore,
  KeyStore,
  ExtensionStore,
  ErasureStore,
  RetentionStore,
  ReplicaReads,
  RollupStore,
  ReportMailStore,
  StoryStore,
  InferredStore,
];

/** PostgreSQL, for every module. Nest waits for the factory, so whoever is injected a Database has it opened. */
@Global()
@Module({
  providers: [{ provide: Database, inject: [Config], useFactory: openDatabase }, ...STORES],
  exports: [Database, ...STORES],
})
export class StoreModule {}
