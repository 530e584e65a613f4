import { Global, Module } from '@nestjs/common';
import { Config } from '../config.js';
import { Database, openDatabase } from './database.js';
import { ErasureStore } from './erasure-store.js';
import { ExtensionStore } from './extension-store.js';
import { KeyStore } from './key-store.js';
import { QuarantineStore } from './quarantine-store.js';
import { ReportMailStore } from './report-mail-store.js';
import { RetentionStore } from './retention-store.js';
import { StaleReads } from './stale-reads.js';
import { RollupStore } from './rollup-store.js';
import { BetrayedStore } from './betrayed-store.js';
import { StoryStore } from './story-store.js';
import { TransferStore } from './transfer-store.js';

const STORES = [
  TransferStore,
  QuarantineStore,
  KeyStore,
  ExtensionStore,
  ErasureStore,
  RetentionStore,
  StaleReads,
  RollupStore,
  ReportMailStore,
  StoryStore,
  BetrayedStore,
];

/** PostgreSQL, for every module. Nest waits for the factory, so whoever is injected a Database has it opened. */
@Global()
@Module({
  providers: [{ provide: Database, inject: [Config], useFactory: openDatabase }, ...STORES],
  exports: [Database, ...STORES],
})
export class StoreModule {}
