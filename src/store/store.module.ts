import { Global, Module } from '@nestjs/common';
import { Config } from '../config.js';
import { Database, openDatabase } from './database.js';
import { ExtensionStore } from './extension-store.js';
import { QuarantineStore } from './quarantine-store.js';
import { ReportMailStore } from './report-mail-store.js';
import { RollupStore } from './rollup-store.js';
import { TransferStore } from './transfer-store.js';

/** PostgreSQL, for every module. Nest waits for the factory, so whoever is injected a Database has it opened. */
@Global()
@Module({
  providers: [
    { provide: Database, inject: [Config], useFactory: openDatabase },
    TransferStore,
    QuarantineStore,
    ExtensionStore,
    RollupStore,
    ReportMailStore,
  ],
  exports: [Database, TransferStore, QuarantineStore, ExtensionStore, RollupStore, ReportMailStore],
})
export class StoreModule {}
