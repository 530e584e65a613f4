import { Module } from '@nestjs/common';
import { EventController } from './event.controller.js';
import { GroupCommit } from './group-commit.js';
import { LastSeen } from './last-seen.js';
import { Intake } from './pipeline.js';
import { Quarantine } from '../quarantine/quarantine.js';
import { Webhook } from './webhook.js';

@Module({
  controllers: [EventController],
  providers: [Webhook, Intake, GroupCommit, Quarantine, LastSeen],
  exports: [Webhook, Intake, GroupCommit, Quarantine, LastSeen],
})
export class IntakeModule {}
