import { BackgroundJob, type Job } from '../database/jobs/background-job.js';
import { Pbxs } from './pbxs.js';

/** Metrics check for silence as well; this job does where nobody reads the metrics. */
@BackgroundJob({
  name: 'silence',
  everyMs: 5 * 60_000,
  atStart: false,
  lock: 'none: each program looks for itself',
  does: 'says in the log which PBX has been silent for longer than usual',
})
export class SilenceWatch implements Job {
  constructor(private readonly pbxs: Pbxs) {}

  async round(): Promise<void> {
    await this.pbxs.silent();
  }
}
