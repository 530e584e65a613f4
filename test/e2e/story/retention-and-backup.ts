import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../../src/app.js';
import { readConfig } from '../../../src/config/config.js';
import { backUp, restore } from '../../../src/database/backup/backup.js';
import { Database } from '../../../src/database/database.js';
import { JobRunner } from '../../../src/database/jobs/job-runner.js';
import { startApp } from '../../support/app.js';
import { createTestDatabase } from '../../support/postgres/database.js';
import { storiesComputed } from '../../support/stories/read-stories.js';
import { until } from '../../support/until.js';
import { ext, inbound, statusEvent, transferEvent } from '../../support/pushes.js';

const DAY = 86_400_000;
const ends: (() => Promise<unknown> | void)[] = [];

const caller = (memberstatus?: string) => inbound('600111222', { memberstatus });
const status = (callid: string, ...members: object[]) => statusEvent(callid, members);
const transfer = (callid: string, ...members: object[]) => transferEvent(callid, { members });

/** From 1020 to 1003, who takes the call and hands it on to 1004. */
const CHAIN: ((callid: string) => [seconds: number, event: object])[] = [
  (callid) => [0, status(callid, caller('ANSWERED'), ext('1020', '11', 'ANSWER'))],
  (callid) => [30, transfer(callid, caller(), ext('1020', '11'))],
  (callid) => [31, status(callid, caller('ALERT'), ext('1003', '12', 'RING'))],
  (callid) => [36, status(callid, caller('ANSWERED'), ext('1003', '12', 'ANSWER'))],
  (callid) => [60, transfer(callid, caller(), ext('1003', '12'))],
  (callid) => [61, status(callid, caller('ALERT'), ext('1004', '13', 'RING'))],
  (callid) => [70, status(callid, caller('ANSWERED'), ext('1004', '13', 'ANSWER'))],
];

type App = Awaited<ReturnType<typeof startApp>>;
async function pushChain(app: App, callid: string, start: number, chain = CHAIN) {
  for (const one of chain) {
    const [seconds, event] = one(callid);
    await app.deliver(event, { 'X-Simulated-At': new Date(start + seconds * 1000).toISOString() });
  }
}
const storiesIn = async (get: (path: string) => Promise<{ body: { data: object[] } }>, callid: string) =>
  (await get(`/transfers?order=asc&from=2020-01-01&callid=${callid}`)).body.data;

describe('stories after retention, the purge of events and a restored backup', () => {
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });

  describe('retention', () => {
    it('leaves the hops and the stories of what stays of a call as they are', async () => {
      const app = await startApp({ SIMULATION: 'on', KEEP_TRANSFERS_DAYS: '365', KEEP_EVENTS_DAYS: '1000' });
      ends.push(() => app.stop());
      const callid = '1790000000.1';
      await pushChain(app, callid, Date.now() - 365 * DAY - 45_000);
      await storiesComputed(app.query);
      const before = await storiesIn(app.get, callid);
      expect(before).toMatchObject([
        { hop: 1, outcome: 'answered', target: { number: '1003' } },
        { hop: 2, outcome: 'answered', target: { number: '1004' } },
      ]);
      // The same id again, from another call that goes on: it is computed as any.
      const now = Date.now() - 120_000;
      await pushChain(app, callid, now, CHAIN.slice(0, 3));

      expect((await app.post('', {}, '/retention')).body.data[0]).toMatchObject({
        kind: 'transfers',
        rows: 1,
      });
      await app.deliver(status(callid, caller('BYE'), ext('1004', '13', 'BYE')), {
        'X-Simulated-At': new Date(Date.now() - 365 * DAY + 60_000).toISOString(),
      });
      await pushChain(app, callid, now, CHAIN.slice(3));
      await app.post('', {}, '/stories/retell?from=2020-01-01');
      await storiesComputed(app.query);
      const after = await storiesIn(app.get, callid);
      expect(after[0]).toEqual(before[1]);
      expect(after.slice(1)).toMatchObject([
        { hop: 1, outcome: 'answered', target: { number: '1003' } },
        { hop: 2, outcome: 'answered', target: { number: '1004' } },
      ]);
      const hops = await app.get('/transfers?from=2020-01-01&to=2026-06-01&hops=2');
      expect(hops.body.data).toMatchObject([{ hop: 2 }]);
    });
  });

  describe('the purge of events', () => {
    it('freezes what they bear on, and not another call that has the same id since', async () => {
      const app = await startApp({ SIMULATION: 'on', KEEP_EVENTS_DAYS: '7' });
      ends.push(() => app.stop());
      const callid = '1790000000.1';
      await pushChain(app, callid, Date.now() - 90 * DAY);
      const now = Date.now() - 120_000;
      await pushChain(app, callid, now, CHAIN.slice(0, 3));
      await storiesComputed(app.query);
      const before = await storiesIn(app.get, callid);
      const { data } = (await app.post('', {}, '/retention')).body;
      expect(data).toContainEqual(expect.objectContaining({ kind: 'events', rows: 5 }));
      await pushChain(app, callid, now, CHAIN.slice(3));
      await app.post('', {}, '/stories/retell?from=2020-01-01');
      await storiesComputed(app.query);
      const after = await storiesIn(app.get, callid);
      expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
      expect(after).toMatchObject([
        ...[
          { hop: 1, target: { number: '1003' } },
          { hop: 2, target: { number: '1004' } },
        ],
        ...[
          { hop: 1, target: { number: '1003' } },
          { hop: 2, target: { number: '1004' } },
        ],
      ]);
    });
  });

  describe('a restored backup', () => {
    it('completes the stories that were not computed yet, and leaves the others alone', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'handoff-restored-'));
      ends.push(() => rmSync(folder, { recursive: true }));
      const app = await startApp({ SIMULATION: 'on' });
      ends.push(() => app.stop());
      const start = Date.now() - DAY;
      await pushChain(app, '1790000000.1', start);
      await storiesComputed(app.query);
      await app.app.get(JobRunner).stop('stories');
      await pushChain(app, '1790000000.2', start + 3 * 3_600_000);
      // A mark of what must not be computed again.
      await app.query(`UPDATE transfers SET story_basis = 'mark' WHERE callid = '1790000000.1'`);
      const file = await backUp(app.app.get(Database), folder);

      const target = await createTestDatabase();
      ends.push(() => target.drop());
      const database = new Database(target.url);
      await database.open();
      await restore(database, file);
      await database.onApplicationShutdown();
      const restored = await createApp(
        readConfig({ DATABASE_URL: target.url, PORT: '0', TIME_ZONE: 'UTC' }),
        false,
      );
      await restored.listen(0, '127.0.0.1');
      ends.push(() => restored.close());
      const { port } = restored.getHttpServer().address() as AddressInfo;
      const get = async (path: string) => ({
        body: (await (await fetch(`http://127.0.0.1:${port}${path}`)).json()) as {
          data: { storyBasis: string }[];
        },
      });
      const stories = () => storiesIn(get, '1790000000.2');
      await until(async () => JSON.stringify(await stories()).includes('"answered"'));
      expect(await stories()).toMatchObject([
        { hop: 1, outcome: 'answered', target: { number: '1003' } },
        { hop: 2, outcome: 'answered', target: { number: '1004' } },
      ]);
      expect(await storiesIn(get, '1790000000.1')).toMatchObject([
        { storyBasis: 'mark' },
        { storyBasis: 'mark' },
      ]);
    });
  });
});
