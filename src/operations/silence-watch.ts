import { BackgroundJob, type Job } from '../database/jobs/background-job.js';
import { Pbxs } from './pbxs.js';

/**
 * Says in the log which PBX has been silent for longer than usual. Each program checks for itself. Metrics check for
 * silence as well; this job does where nobody reads the metrics.
 */
@BackgroundJob({ name: 'silence', everyMs: 5 * 60_000, atStart: false })
export class SilenceWatch implements Job {
  constructor(private readonly pbxs: Pbxs) {}

  async round(): Promise<void> {
    await this.pbxs.silent();
  }
}
