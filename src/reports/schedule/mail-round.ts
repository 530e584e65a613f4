import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Cron } from 'croner';
import { Config } from '../../config/config.js';
import { EVERYTHING } from '../../transfer/visibility.js';
import { ReportMailStore } from './report-mail.store.js';
import { dayOf } from '../dimensions/time/buckets.js';
import { Mailer } from './mailer.js';

/** How long a round that has begun is waited for at the end. */
const LAST_ROUND_MS = 500;
const LOOK_MS = 20_000;

/**
 * Sends the report whenever it is due: once, however many replicas run, and once after a stop, for all the days since the
 * one before. A mail that could not be sent is tried again after five minutes, by whoever comes first.
 */
@Injectable()
export class MailRound implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger('ReportMail');
  private readonly stop = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: ReportMailStore,
    private readonly mailer: Mailer,
    private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    if (this.mailer.isWanted) this.running = this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.stop.abort();
    await Promise.race([this.running, pause(LAST_ROUND_MS)]); // a database that hangs holds nobody up
  }

  private async run(): Promise<void> {
    const { signal } = this.stop;
    while (!signal.aborted) {
      await this.look(new Date()).catch((error: Error) => this.log.warn(error.message));
      await pause(LOOK_MS, null, { signal }).catch(() => {});
    }
  }

  private async look(now: Date): Promise<void> {
    const { reportMailAt, timeZone } = this.config;
    const [due] = new Cron(reportMailAt, { timezone: timeZone }).previousRuns(1, now);
    const claim = due && (await this.store.claim(due));
    if (!claim) return;
    const start = (instant: Date) => dayOf(instant, timeZone).from;
    // More often than daily, it is the day so far.
    const [from, to] = start(claim.since) < start(due) ? [start(claim.since), start(due)] : [start(due), due];
    const { messageId } = await this.mailer.send(
      { from, to, tz: timeZone, role: 'any', reported: true, visibility: EVERYTHING },
      `<report-${due.getTime()}@handoff>`,
    );
    await this.store.sent(due);
    this.log.log(`The report that was due at ${due.toISOString()} is sent: ${messageId}`);
  }
}
