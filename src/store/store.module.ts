import { Global, Module } from '@nestjs/common';
import { Config } from '../config.js';
import { Database, openDatabase } from './database.js';

/** PostgreSQL, for every module. Nest waits for the factory, so whoever is injected a Database has it opened. */
@Global()
@Module({
  providers: [{ provide: Database, inject: [Config], useFactory: openDatabase }],
  exports: [Database],
})
export class StoreModule {}
