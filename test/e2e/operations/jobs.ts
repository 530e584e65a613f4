import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobRunner } from '../../../src/database/jobs/job-runner.js';
import { startApp } from '../../support/app.js';

describe('the table of background jobs', () => {
  let app: Awaited<ReturnType<typeof startApp>>;
  beforeAll(async () => (app = await startApp()));
  afterAll(async () => app?.stop());

  it('is what readiness and the metrics show, each job with its last round', async () => {
    const runner = app.app.get(JobRunner);
    const names = runner.status.map(({ name }) => name);
    expect(names).toContain('stories');
    await runner.runNow('stories');

    const { body } = await app.get('/health/ready');
    expect(body.jobs.map(({ name }: { name: string }) => name)).toEqual(names);
    expect(body.jobs).toContainEqual({ name: 'stories', lastRunAt: expect.any(String), failed: false });
    const metrics = (await app.get('/metrics')).text;
    for (const name of names) expect(metrics).toContain(`handoff_job_rounds_total{job="${name}"}`);
  });

  it('says which job failed, and the program stays ready', async () => {
    await app.query('ALTER TABLE transfers RENAME TO away');
    try {
      await app.app.get(JobRunner).runNow('stories');
      const { status, body } = await app.get('/health/ready');
      expect(status).toBe(200);
      expect(body.jobs).toContainEqual(expect.objectContaining({ name: 'stories', failed: true }));
    } finally {
      await app.query('ALTER TABLE away RENAME TO transfers');
    }
    await app.app.get(JobRunner).runNow('stories');
    expect((await app.get('/health/ready')).body.jobs).toContainEqual(
      expect.objectContaining({ name: 'stories', failed: false }),
    );
  });
});
