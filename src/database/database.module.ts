import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Config } from '../config/config.js';
import { Database, openDatabase } from './database.js';
import { JobRunner } from './jobs/job-runner.js';
import { ReplicaReads } from './replica-reads.js';

/** PostgreSQL and the background jobs, for every module. Nest waits for the factory, so whoever is injected a Database has it opened. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [{ provide: Database, inject: [Config], useFactory: openDatabase }, ReplicaReads, JobRunner],
  exports: [Database, ReplicaReads, JobRunner],
})
export class DatabaseModule {}
