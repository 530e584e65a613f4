import { Module } from '@nestjs/common';
import { IntakeModule } from '../intake/intake.module.js';
import { QuarantineController } from './quarantine.controller.js';
import { QuarantineModule } from './quarantine.module.js';
import { QuarantineReader } from './quarantine.reader.js';
import { Replay } from './replay.js';

/** The routes of the quarantine. A replay goes through the intake, which itself needs the quarantine: hence two modules. */
@Module({
  imports: [QuarantineModule, IntakeModule],
  controllers: [QuarantineController],
  providers: [QuarantineReader, Replay],
})
export class ReplayModule {}
