import { Module } from '@nestjs/common';
import { EventController } from './event.controller.js';
import { GroupCommit } from './group-commit.js';
import { Heard } from './heard.js';
import { Intake } from './intake.js';
import { Quarantine } from './quarantine.js';
import { Webhook } from './webhook.js';

@Module({
  controllers: [EventController],
  providers: [Webhook, Intake, GroupCommit, Quarantine, Heard],
  exports: [Webhook, Intake, GroupCommit, Quarantine, Heard],
})
export class IntakeModule {}
