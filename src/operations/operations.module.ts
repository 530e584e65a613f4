import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';

/** Reads everyone, imported by nobody. */
@Module({ controllers: [HealthController] })
export class OperationsModule {}
