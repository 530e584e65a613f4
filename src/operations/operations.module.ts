import { Module } from '@nestjs/common';
import { IntakeModule } from '../intake/intake.module.js';
import { HealthController } from './health.controller.js';
import { QuarantineController } from './quarantine.controller.js';
import { QuarantineReader } from './quarantine.reader.js';
import { Replay } from './replay.js';

/** Reads everyone, imported by nobody. */
@Module({
  imports: [IntakeModule],
  controllers: [HealthController, QuarantineController],
  providers: [QuarantineReader, Replay],
})
export class OperationsModule {}
