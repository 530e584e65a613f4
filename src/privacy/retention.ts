import { Logger } from '@nestjs/common';
import { Config } from '../config/config.js';
import { BackgroundJob, type Job } from '../database/jobs/background-job.js';
import { type Kind, RetentionStore } from './retention.store.js';
import { EventPurge } from '../story/event-purge.js';

const DAY = 24 * 60 * 60_000;

/** How long a kind is kept, and what is older than that. */
export interface Keeping {
  kind: Kind;
  /** Null: for ever. */
  days: number | null;
  before: string | null;
  rows: number;
}

/**
 * Deletes what is older than the settings say. Several programs may do so at once: each row is deleted once, and
 * events under the story lock.
 */
@BackgroundJob({ name: 'retention', everyMs: 60 * 60_000, atStart: false })
export class Retention implements Job {
  private readonly log = new Logger('Retention');
  private readonly days: Record<Kind, number | null>;

  constructor(
    private readonly store: RetentionStore,
    private readonly events: EventPurge,
    { keepTransfersDays, keepRawDays, keepEventsDays, keepQuarantineDays }: Config,
  ) {
    this.days = {
      transfers: keepTransfersDays,
      raw: keepRawDays,
      events: keepEventsDays,
      quarantine: keepQuarantineDays,
    };
  }

  async round(): Promise<void> {
    await this.run(false);
  }

  /** A dry run counts what a real one would delete now. */
  async run(dry: boolean, now = Date.now()): Promise<Keeping[]> {
    const kept: Keeping[] = [];
    for (const [kind, days] of Object.entries(this.days) as [Kind, number | null][]) {
      const before = days === null ? null : new Date(now - days * DAY);
      const rows = before ? await (dry ? this.store.count(kind, before) : this.drop(kind, before)) : 0;
      if (!dry && rows > 0) this.log.log(`Let go ${rows} of ${kind}, older than ${days} days`);
      kept.push({ kind, days, before: before?.toISOString() ?? null, rows });
    }
    return kept;
  }

  private drop(kind: Kind, before: Date): Promise<number> {
    return kind === 'events' ? this.events.purge(before) : this.store.drop(kind, before);
  }
}
