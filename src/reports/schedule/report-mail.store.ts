import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';

/** Which mails were due, claimed and sent, for all replicas. */
@Injectable()
export class ReportMailStore {
  constructor(private readonly database: Database) {}

  /**
   * Claims the mail that was due then: null where it is sent, or another replica claimed it less than five minutes ago.
   * `since` is when the one before was due. The very first time there is none before, and nothing to catch up: the due
   * time is written down as done.
   */
  async claim(due: Date): Promise<{ since: Date } | null> {
    const { rows } = await this.database.pool.query<{ since: Date | null }>(CLAIM, [due]);
    const since = rows[0]?.since;
    return since ? { since } : null;
  }

  async sent(due: Date): Promise<void> {
    await this.database.pool.query('UPDATE report_mails SET sent_at = now() WHERE due = $1', [due]);
  }
}

// Served by the primary key. The second replica waits for the first one's commit, and then sees its claim.
const CLAIM = `
WITH before AS (SELECT max(due) AS since FROM report_mails WHERE due < $1)
INSERT INTO report_mails AS m (due, claimed_at, sent_at)
SELECT $1, now(), CASE WHEN since IS NULL THEN now() END FROM before
ON CONFLICT (due) DO UPDATE SET claimed_at = now()
  WHERE m.sent_at IS NULL AND m.claimed_at < now() - interval '5 minutes'
RETURNING (SELECT since FROM before) AS since`;
