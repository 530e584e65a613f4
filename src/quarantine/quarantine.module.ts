import { Module } from '@nestjs/common';
import { Quarantine } from './quarantine.js';
import { QuarantineStore } from './quarantine.store.js';

/** Where the intake keeps what it refuses. */
@Module({ providers: [Quarantine, QuarantineStore], exports: [Quarantine, QuarantineStore] })
export class QuarantineModule {}
