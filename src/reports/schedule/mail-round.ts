import { Logger } from '@nestjs/common';
import { Cron } from 'croner';
import { Config } from '../../config/config.js';
import { BackgroundJob, type Job } from '../../database/jobs/background-job.js';
import { EVERYTHING } from '../../transfer/visibility.js';
import { ReportMailStore } from './report-mail.store.js';
import { dayOf } from '../dimensions/time/buckets.js';
import { Mailer } from './mailer.js';

/**
 * Sends the report when it is due: once, however many replicas run, by the claim in `report_mails`. After the program was stopped, one mail
 * covers all days since the last mail. A mail that failed is tried again after five minutes, by whichever
 * replica comes first.
 */
@BackgroundJob({ name: 'report-mails', everyMs: 20_000, atStart: true })
export class MailRound implements Job {
  private readonly log = new Logger('ReportMail');

  constructor(
    private readonly store: ReportMailStore,
    private readonly mailer: Mailer,
    private readonly config: Config,
  ) {}

  async round(): Promise<void> {
    if (this.mailer.isWanted) await this.sendDue(new Date());
  }

  private async sendDue(now: Date): Promise<void> {
    const { reportMailAt, timeZone } = this.config;
    const [due] = new Cron(reportMailAt, { timezone: timeZone }).previousRuns(1, now);
    const claim = due && (await this.store.claim(due));
    if (!claim) return;
    const start = (instant: Date) => dayOf(instant, timeZone).from;
    // With several mails a day, each covers the day so far.
    const [from, to] = start(claim.since) < start(due) ? [start(claim.since), start(due)] : [start(due), due];
    const { messageId } = await this.mailer.send(
      { from, to, tz: timeZone, role: 'any', reported: true, visibility: EVERYTHING },
      `<report-${due.getTime()}@handoff>`,
    );
    await this.store.sent(due);
    this.log.log(`The report that was due at ${due.toISOString()} is sent: ${messageId}`);
  }
}
