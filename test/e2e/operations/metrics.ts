import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp } from '../../support/app.js';
import { transferEvent } from '../../support/pushes.js';

type App = Awaited<ReturnType<typeof startApp>>;

const transfer = (sn: string, callid: string, from = '5550001') => transferEvent(callid, { from, sn });

const series = async (app: App) =>
  (await app.get('/metrics')).text
    .split('\n')
    .filter((line) => line.startsWith('handoff_'))
    .map((line) => line.split(' ')[0]!);

describe('what came in', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.stop());

  it('is counted by its status and by its kind, and no sender can make up a kind', async () => {
    for (const body of [
      transfer('1', '9.1'),
      '{"event":"NewCdr","callid":"9.1"}',
      '{"action":"RING","callid":"9.1","ext":{"extid":"1"}}',
      '{"event":"ExtensionStatus","extension":"1023"}',
      '{"action":"extensionstatus"}',
      '{"type":30008}',
      '{"event":"MadeUp"}',
    ])
      await app.deliver(body);
    const { text } = await app.get('/metrics');
    const counted = (metric: string) =>
      Object.fromEntries(
        [...text.matchAll(new RegExp(`^${metric}\\{\\w+="(.*)"\\} (\\d+)$`, 'gm'))]
          .filter(([, , count]) => count !== '0')
          .map(([, label, count]) => [label, Number(count)]),
      );
    expect(counted('handoff_events_total')).toEqual({ stored: 1, recorded: 2, ignored: 4 });
    expect(counted('handoff_event_kinds_total')).toEqual({
      transfer: 1,
      record: 1,
      status: 1,
      extensionstatus: 2,
      '30008': 1,
      other: 1,
    });
  });
});

describe('security headers', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.stop());

  it('are on every answer, and none of them breaks a page on plain HTTP', async () => {
    for (const path of ['/transfers', '/nowhere', '/health/live']) {
      const { headers } = await app.get(path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toMatch(/default-src 'self'/);
      expect(headers.get('content-security-policy')).not.toMatch(/upgrade-insecure-requests/);
      expect(headers.get('strict-transport-security')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
    }
    expect((await series(app)).length).toBeGreaterThan(10);
  });
});
