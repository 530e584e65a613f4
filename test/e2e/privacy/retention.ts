import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp } from '../../support/app.js';
import { recordEvent, transferEvent } from '../../support/pushes.js';

type App = Awaited<ReturnType<typeof startApp>>;

describe('retention', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp({ KEEP_TRANSFERS_DAYS: '365', KEEP_RAW_DAYS: '30', KEEP_EVENTS_DAYS: '7' });
    for (let n = 0; n < 6; n++) {
      await app.deliver(transferEvent(`1.${n}`));
      await app.deliver(recordEvent(`1.${n}`));
    }
    await app.deliver('rubbish');
    await app.query(
      `UPDATE transfers SET received_at = now() - interval '400 days' WHERE callid IN ('1.0', '1.1')`,
    );
    await app.query(`UPDATE transfers SET received_at = now() - interval '31 days' WHERE callid = '1.2'`);
    await app.query(
      `UPDATE recorded_events SET received_at = now() - interval '8 days' WHERE callid <= '1.3'`,
    );
    // Events go only once the stories that rest on them are computed.
    await app.storiesComputed();
  });
  afterAll(() => app?.stop());

  const counts = (data: { kind: string; rows: number }[]) => data.map(({ kind, rows }) => [kind, rows]);

  it('a dry run says what would be deleted, and deletes nothing', async () => {
    for (let n = 0; n < 2; n++)
      expect(counts((await app.get('/retention')).body.data)).toEqual([
        ['transfers', 2],
        ['raw', 3],
        ['events', 4],
        ['quarantine', 0],
      ]);
  });

  it('a run deletes what is older than the settings allow, and nothing else', async () => {
    expect(counts((await app.post('', {}, '/retention')).body.data)).toEqual([
      ['transfers', 2],
      ['raw', 1],
      ['events', 4],
      ['quarantine', 0],
    ]);
    expect(await app.query(`SELECT callid, raw IS NULL AS bare FROM transfers ORDER BY callid`)).toEqual([
      { callid: '1.2', bare: true },
      { callid: '1.3', bare: false },
      { callid: '1.4', bare: false },
      { callid: '1.5', bare: false },
    ]);
    expect(await app.query(`SELECT count(*)::int FROM members`)).toEqual([{ count: 8 }]);
    expect(await app.query(`SELECT callid FROM recorded_events ORDER BY callid`)).toEqual([
      { callid: '1.4' },
      { callid: '1.5' },
    ]);
    expect(await app.query(`SELECT count(*)::int FROM quarantined_bodies`)).toEqual([{ count: 1 }]);
  });
});
