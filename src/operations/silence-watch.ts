import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Pbxs } from './pbxs.js';

const EVERY = 5 * 60_000;

/** Looks for silence also where nobody asks for metrics, so that the log has it. */
@Injectable()
export class SilenceWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout;

  constructor(private readonly pbxs: Pbxs) {}

  onApplicationBootstrap() {
    // With the database away there is nothing to say that the database does not say itself.
    this.timer = setInterval(() => void this.pbxs.silent().catch(() => {}), EVERY).unref();
  }

  onModuleDestroy() {
    clearInterval(this.timer);
  }
}
