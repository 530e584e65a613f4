import { Module } from '@nestjs/common';
import { IntakeModule } from '../intake/intake.module.js';
import { HealthController } from './health.controller.js';

/** Reads everyone, imported by nobody. */
@Module({ imports: [IntakeModule], controllers: [HealthController] })
export class OperationsModule {}
