import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { backUp } from '../../../src/database/backup/backup.js';
import { Database } from '../../../src/database/database.js';
import { RollupStore } from '../../../src/reports/rollup/rollup.store.js';
import { startApp } from '../../support/app.js';
import { Keys } from '../../../src/access/keys.js';
import { ext, inbound, recordEvent, statusEvent, transferEvent } from '../../support/pushes.js';

type App = Awaited<ReturnType<typeof startApp>>;

const NUMBER = '+4930901820999';
const OTHER = '+4930555';

/** The number stands in the channel, too. */
const transfer = (callid: string, from: string, channelid = `SIP/${from}-00000001`) =>
  transferEvent(callid, { members: [inbound(from, { channelid }), ext('1020')] });
const record = (callid: string, callfrom: string, callto = '1020') =>
  recordEvent(callid, { callfrom, callto });
const pSeries = (callid: string, caller: string) => {
  const members = [{ inbound: { from: caller, to: '1020', trunk_name: 't', channel_id: `X/${caller}` } }];
  return JSON.stringify({ type: 30013, sn: 'A', msg: JSON.stringify({ call_id: callid, members }, null, 2) });
};
/** Refused, since a caller needs a called number, and so kept in quarantine. */
const WITHOUT_CALLED = transferEvent('1.7', { members: [{ inbound: { from: NUMBER } }] });

describe('erasing an outside number', () => {
  let app: App;
  let folder: string;
  const everything = async () => {
    const file = await backUp(app.app.get(Database), folder);
    return gunzipSync(readFileSync(file)).toString('latin1');
  };
  /** COPY writes bytes as hex. */
  const traces = (dump: string, number: string) =>
    [number, number.slice(1)]
      .flatMap((text) => [text, Buffer.from(text).toString('hex')])
      .filter((one) => dump.includes(one));

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'handoff-privacy-'));
    app = await startApp({ BACKUP_DIR: folder });
    for (const event of [
      transfer('1.1', NUMBER),
      transfer('1.2', OTHER),
      pSeries('1.3', NUMBER),
      record('1.1', NUMBER),
      record('1.4', 'Jo<+4930901820999>'),
      record('1.5', '1020', NUMBER),
      record('1.6', OTHER),
      WITHOUT_CALLED,
    ])
      await app.deliver(event);
  });
  afterAll(async () => {
    await app?.stop();
    rmSync(folder, { recursive: true });
  });

  it('refuses a known extension', async () => {
    expect((await fetch(`${app.url}/numbers/1020`, { method: 'DELETE' })).status).toBe(409);
    expect((await fetch(`${app.url}/numbers/1`, { method: 'DELETE' })).status).toBe(400);
  });

  it('leaves no trace of it in a byte search of everything, and names the backups that it cannot reach', async () => {
    expect(traces(await everything(), NUMBER)).toHaveLength(4); // the search can find it
    const answer = await fetch(`${app.url}/numbers/${NUMBER}`, { method: 'DELETE' });
    expect(answer.status).toBe(200);
    const body = (await answer.json()) as Record<string, unknown>;
    expect(body).toMatchObject({ calls: 4, transfers: 2, members: 2, events: 3, quarantined: 1 });
    expect(body['notCovered']).toMatchObject({ backups: [expect.stringMatching(/\.handoff\.gz$/)] });
    expect(JSON.stringify(body)).not.toContain(NUMBER.slice(1));
    expect(traces(await everything(), NUMBER)).toEqual([]);
  });

  it('leaves the word erased in its place, and keeps counts and other numbers', async () => {
    const { body } = await app.get('/transfers?count=true');
    expect(body.total).toBe(3);
    const [first] = (await app.get('/transfers?callid=1.1')).body.data;
    expect(first.transferee).toEqual({ kind: 'inbound', number: 'erased' });
    expect(first.members[0]).toMatchObject({ from: 'erased', to: '1020', channelid: 'SIP/erased-00000001' });
    expect((await app.get('/transfers?callid=1.2')).body.data[0].transferee.number).toBe(OTHER);
    const facts = await app.query(`SELECT callid, facts FROM recorded_events ORDER BY callid`);
    expect(facts.map(({ callid, facts: { from, to } }) => [callid, from, to])).toEqual([
      ['1.1', 'erased', '1020'],
      ['1.4', expect.stringMatching(/erased/), '1020'],
      ['1.5', '1020', 'erased'],
      ['1.6', OTHER, '1020'],
    ]);
  });

  it('a re-send, a replay or a late event of those calls does not bring it back', async () => {
    const before = (await app.get('/transfers?callid=1.1')).body.data[0];
    expect((await app.post(transfer('1.1', NUMBER))).body).toEqual({ status: 'duplicate', id: before.id });
    await app.query(`UPDATE recorded_events SET last_delivered_at = now() - interval '1 day'`);
    const late = [
      record('1.1', NUMBER),
      transfer('1.1', NUMBER, 'SIP/other-leg'),
      record('1.5', '1020', NUMBER),
      statusEvent('1.1', [inbound(NUMBER, { channelid: `S/${NUMBER}`, memberstatus: 'ANSWER' })]),
    ];
    for (const event of late) expect((await app.post(event)).status).toBe(200);
    expect((await app.deliver(WITHOUT_CALLED)).status).toBe(200);
    await app.deliver('', {}, '/quarantine/replay');
    await app.query(`UPDATE transfers SET target_kind = 'outside', target_number = $1 WHERE callid = '1.1'`, [
      NUMBER,
    ]);
    expect(traces(await everything(), NUMBER)).toEqual([]);
    expect((await app.get('/transfers?callid=1.1')).body.data).toHaveLength(2);
  });

  it('a new call of that number is stored like any other', async () => {
    await app.deliver(transfer('2.1', NUMBER));
    expect((await app.get('/transfers?callid=2.1')).body.data[0].transferee.number).toBe(NUMBER);
  });

  it('also takes it out of rollups, stories, names that people gave, and the extensions of keys', async () => {
    const number = '+4930999888777';
    await app.deliver(transfer('4.1', OTHER));
    await app.query(
      `UPDATE transfers SET target_kind = 'outside', target_number = $1, received_at = received_at - interval '3 days', frozen = true WHERE callid = '4.1'`,
      [number],
    );
    await app.deliver(record('4.1', '1020', number));
    await app.query(`INSERT INTO extensions (sn, number, name, "group") VALUES ('', '1099', $1, $1)`, [
      `Forwards to ${number}`,
    ]);
    await app.makeKey(['read'], null, [number, '1020']);
    await app.query(`UPDATE access_keys SET name = $1`, [`of ${number}`]);
    while (await app.app.get(RollupStore).roll(10));
    const dump = async () => {
      const tables = await app.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`);
      const found: string[] = [];
      for (const { tablename } of tables as { tablename: string }[])
        for (const { row } of (await app.query(`SELECT t::text AS row FROM "${tablename}" t`)) as {
          row: string;
        }[])
          if (traces(row, number).length > 0) found.push(tablename);
      return [...new Set(found)].sort();
    };
    const tables = [
      'access_keys',
      'call_parties',
      'extensions',
      'recorded_events',
      'report_rollups',
      'transfers',
    ];
    expect(await dump()).toEqual(tables); // the search can find it
    const admin = await app.makeKey(['admin']);
    const path = `${app.url}/numbers/${encodeURIComponent(number)}`;
    expect((await fetch(path, { method: 'DELETE', headers: admin.bearer })).status).toBe(200);
    expect(await dump()).toEqual([]);
    expect(await app.query(`SELECT name FROM extensions WHERE number = '1099'`)).toEqual([
      { name: 'Forwards to erased' },
    ]);
    await app.query('DELETE FROM access_keys');
    await app.app.get(Keys).read();
  });

  it('is also taken out of what arrives while the erasure runs', async () => {
    const number = '+4930777000111';
    await app.deliver(transfer('3.0', number));
    const sending = (async () => {
      for (let n = 0; n < 60; n++) await app.deliver(record('3.0', number, String(2000 + n)));
    })();
    const erased = await fetch(`${app.url}/numbers/${encodeURIComponent(number)}`, { method: 'DELETE' });
    expect(erased.status).toBe(200);
    await sending;
    expect(traces(await everything(), number)).toEqual([]);
  });
});
