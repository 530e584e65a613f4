import { Global, Module } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Database, openDatabase } from './database.js';
import { ReplicaReads } from './replica-reads.js';

/** PostgreSQL, for every module. Nest waits for the factory, so whoever is injected a Database has it opened. */
@Global()
@Module({
  providers: [{ provide: Database, inject: [Config], useFactory: openDatabase }, ReplicaReads],
  exports: [Database, ReplicaReads],
})
export class DatabaseModule {}
