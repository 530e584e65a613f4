import { Module } from '@nestjs/common';
import { QuarantineController } from './quarantine.controller.js';
import { Quarantine } from './quarantine.js';
import { QuarantineReader } from './quarantine.reader.js';
import { QuarantineStore } from './quarantine.store.js';

/** Keeps the bodies that the intake refuses. */
@Module({
  controllers: [QuarantineController],
  providers: [Quarantine, QuarantineReader, QuarantineStore],
  exports: [Quarantine, QuarantineReader, QuarantineStore],
})
export class QuarantineModule {}
