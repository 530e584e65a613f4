import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp } from '../../support/app.js';
import { deployText, monitoringQueries } from '../../support/tools/deploy-files.js';

describe('monitoring', () => {
  let app: Awaited<ReturnType<typeof startApp>>;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.stop());

  it('each metric, and each label of it, that the alerts and the dashboard ask for is in /metrics', async () => {
    await app.deliver('{"event":"Tranfer","callid":"1.1","members":[{"ext":{"number":"1020"}}]}');
    const { text } = await app.get('/metrics');
    const there = new Set([...text.matchAll(/^(\w+)/gm)].map(([, name]) => name!));
    const queries = monitoringQueries();
    const asked = queries.flatMap((query) =>
      [...query.matchAll(/\b((?:handoff|process)_\w+)/g)].map(([, name]) => name!),
    );
    expect(new Set(asked).size).toBeGreaterThan(12);
    // A job's and a link's series are there once one has run or is configured; its name and help are at once.
    const declared = new Set([...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name!));
    expect(asked.filter((name) => !there.has(name) && !declared.has(name))).toEqual([]);
    for (const query of queries)
      for (const [, metric, filter] of query.matchAll(/\b(handoff_\w+)\{([^}]*)\}/g))
        for (const [, label] of filter!.matchAll(/(\w+)=/g))
          expect(text).toMatch(new RegExp(`^${metric}\\{[^}]*\\b${label}="`, 'm'));
  });

  it('the path of the health check of the image answers 200', async () => {
    const path = /127\.0\.0\.1:8260(\/[\w/]+)/.exec(deployText('Dockerfile'))![1]!;
    expect((await app.get(path)).status).toBe(200);
  });
});
