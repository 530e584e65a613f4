import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { EventAccess } from './event-access.js';
import { KeyStore } from './key.store.js';
import { Keys } from './keys.js';
import { KeyRateLimit } from './key-rate-limit.js';
import { LongAnswers } from './long-answers.js';
import { RevokedAnswers } from './revoked-answers.js';
import { SessionController } from './session/session.controller.js';

@Global()
@Module({
  controllers: [SessionController],
  providers: [
    KeyStore,
    Keys,
    KeyRateLimit,
    LongAnswers,
    RevokedAnswers,
    EventAccess,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [Keys, EventAccess, LongAnswers],
})
export class AccessModule {}
