import { BackgroundJob, type Job } from '../../database/jobs/background-job.js';
import { RollupStore } from './rollup.store.js';

const DAYS_AT_ONCE = 7;
const REST_MS = 200;

/**
 * Counts the days that are over, and again those that changed; reports are right without it, only slower. Of several
 * programs one counts at a time: it locks the table `report_horizon`.
 */
@BackgroundJob({ name: 'rollup', everyMs: 60_000, atStart: true })
export class Rollup implements Job {
  constructor(private readonly store: RollupStore) {}

  async round(): Promise<number | void> {
    if (await this.store.roll(DAYS_AT_ONCE)) return REST_MS;
  }
}
