import { Module } from '@nestjs/common';
import { QuarantineController } from './quarantine.controller.js';
import { Quarantine } from './quarantine.js';
import { QuarantineReader } from './quarantine.reader.js';

@Module({
  controllers: [QuarantineController],
  providers: [Quarantine, QuarantineReader],
  exports: [Quarantine, QuarantineReader],
})
export class QuarantineModule {}
