import 'reflect-metadata';
import { afterEach, describe, expect, it } from '@jest/globals';
import { DiscoveryModule } from '@nestjs/core';
import { Test, type TestingModule } from '@nestjs/testing';
import { Database } from '../../../src/database/database.js';
import { BackgroundJob, type Job } from '../../../src/database/jobs/background-job.js';
import { JobRunner } from '../../../src/database/jobs/job-runner.js';
import { until } from '../../support/until.js';

@BackgroundJob({ name: 'counted', everyMs: 3_600_000, atStart: true })
class Counted implements Job {
  rounds = 0;
  failing: Error | null = null;
  lasting: Promise<void> | null = null;

  async round(): Promise<void> {
    this.rounds += 1;
    await this.lasting;
    if (this.failing) throw this.failing;
  }
}

let app: TestingModule;
/** A database that nobody opened is not ready: what fails because of it is not logged. */
async function start() {
  const database = { provide: Database, useFactory: () => new Database('postgresql://127.0.0.1:1/none') };
  app = await Test.createTestingModule({
    imports: [DiscoveryModule],
    providers: [database, JobRunner, Counted],
  }).compile();
  await app.init();
  return { job: app.get(Counted), runner: app.get(JobRunner) };
}
afterEach(() => app.close());

describe('the runner of background jobs', () => {
  it('finds a job by its decorator, runs it at the start, and again when a round is wanted', async () => {
    const { job, runner } = await start();
    await runner.runNow('counted');
    await runner.runNow('counted');
    expect(job.rounds).toBe(3);
    expect(runner.status).toMatchObject([{ name: 'counted', rounds: 3, failures: 0, lastError: null }]);
    expect(runner.status[0]!.lastRunAt).toBeInstanceOf(Date);
    expect(runner.status[0]!.tookMs).toBeGreaterThanOrEqual(0);
  });

  it('goes on after a round that failed, and reports the class of its error', async () => {
    const { job, runner } = await start();
    job.failing = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    await runner.runNow('counted');
    expect(runner.status).toMatchObject([{ failures: 1, lastError: 'away' }]);
    job.failing = null;
    await runner.runNow('counted');
    expect(runner.status).toMatchObject([{ failures: 1, lastError: null }]);
  });

  it('does not wait for the end of a pause when it is stopped during a round', async () => {
    const { job, runner } = await start();
    await runner.runNow('counted');
    const { rounds } = job;
    let endRound!: () => void;
    job.lasting = new Promise((resolve) => (endRound = resolve));
    void runner.runNow('counted');
    await until(() => job.rounds > rounds);
    const stopped = runner.stop('counted');
    endRound();
    await stopped;
  });

  it('begins no round after a stop', async () => {
    const { job, runner } = await start();
    await runner.runNow('counted');
    const { rounds } = job;
    await runner.stop('counted');
    void runner.runNow('counted');
    await new Promise((resolve) => setImmediate(resolve));
    expect(job.rounds).toBe(rounds);
  });
});
