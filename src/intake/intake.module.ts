import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { QuarantineModule } from '../quarantine/quarantine.module.js';
import { EventController } from './webhook/event.controller.js';
import { EventStore } from './event.store.js';
import { GroupCommit } from './group-commit.js';
import { LastSeen } from './last-seen.js';
import { MisdirectedFilter } from './webhook/misdirected.filter.js';
import { Misdirected } from './webhook/misdirected.js';
import { Intake } from './pipeline.js';
import { ReplayController } from './replay/replay.controller.js';
import { Replay } from './replay/replay.js';
import { Webhook } from './webhook/webhook.js';

@Module({
  imports: [QuarantineModule],
  controllers: [EventController, ReplayController],
  providers: [
    Webhook,
    Intake,
    GroupCommit,
    EventStore,
    LastSeen,
    Replay,
    Misdirected,
    { provide: APP_FILTER, useClass: MisdirectedFilter },
  ],
  exports: [Webhook, Misdirected, Intake, GroupCommit, LastSeen],
})
export class IntakeModule {}
