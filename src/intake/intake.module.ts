import { Module } from '@nestjs/common';
import { QuarantineModule } from '../quarantine/quarantine.module.js';
import { EventController } from './event.controller.js';
import { TransferStore } from './event.store.js';
import { GroupCommit } from './group-commit.js';
import { LastSeen } from './last-seen.js';
import { Intake } from './pipeline.js';
import { ReplayController } from './replay.controller.js';
import { Replay } from './replay.js';
import { Webhook } from './webhook.js';

@Module({
  imports: [QuarantineModule],
  controllers: [EventController, ReplayController],
  providers: [Webhook, Intake, GroupCommit, TransferStore, LastSeen, Replay],
  exports: [Webhook, Intake, GroupCommit, LastSeen],
})
export class IntakeModule {}
