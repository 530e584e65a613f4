import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';

/** Which mails were due, claimed and sent, for all replicas. */
@Injectable()
export class ReportMailStore {
  constructor(private readonly database: Database) {}

  /**
   * Claims the mail that was due then: null where it is sent, or was claimed less than five minutes ago.
   * `since` is when the mail before it was due. The first time of all there is none: that due time is noted
   * as sent, without a mail.
   */
  async claim(due: Date): Promise<{ since: Date } | null> {
    // Served by the primary key. The second replica waits for the first one's commit, and then sees its claim.
    const [claimed] = await this.database.prisma.$queryRaw<{ since: Date | null }[]>`
      WITH before AS (SELECT max(due) AS since FROM report_mails WHERE due < ${due})
      INSERT INTO report_mails AS m (due, claimed_at, sent_at)
      SELECT ${due}::timestamptz, now(), CASE WHEN since IS NULL THEN now() END FROM before
      ON CONFLICT (due) DO UPDATE SET claimed_at = now()
        WHERE m.sent_at IS NULL AND m.claimed_at < now() - interval '5 minutes'
      RETURNING (SELECT since FROM before) AS since`;
    return claimed?.since ? { since: claimed.since } : null;
  }

  async sent(due: Date): Promise<void> {
    await this.database.prisma.reportMail.updateMany({ where: { due }, data: { sentAt: new Date() } });
  }
}
