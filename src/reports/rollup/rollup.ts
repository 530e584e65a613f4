import { BackgroundJob, type Job } from '../../database/jobs/background-job.js';
import { RollupStore } from './rollup.store.js';

const DAYS_AT_ONCE = 7;
const REST_MS = 200;

/** Reports are right without it, only slower. */
@BackgroundJob({
  name: 'rollup',
  everyMs: 60_000,
  atStart: true,
  lock: 'the table report_horizon',
  does: 'counts the days that are over, and again those that changed, for reports',
})
export class Rollup implements Job {
  constructor(private readonly store: RollupStore) {}

  async round(): Promise<number | void> {
    if (await this.store.roll(DAYS_AT_ONCE)) return REST_MS;
  }
}
