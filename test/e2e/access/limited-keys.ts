import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp } from '../../support/app.js';
import { ext, inbound, recordEvent, statusEvent, transferEvent } from '../../support/pushes.js';

type Bearer = Record<string, string>;

const CALL = '1795600000.1';
const HIDDEN = /1001|1003|1005|Hidden|hidden-group|2001|pbx-b/;

const transfer = (sn: string, callid: string, number: string) =>
  transferEvent(callid, { members: [inbound('34600111222', { to: '910000001' }), ext(number)], sn });
const record = (callfrom: string, callto: string) =>
  recordEvent(CALL, {
    callfrom,
    callto,
    type: 'Internal',
    recording: `20261120100000-${CALL}-${callfrom}-${callto}-Internal.wav`,
    sn: 'pbx-a',
  });

/**
 * One call at PBX A that 1001, then 1003, then 1002 handed on, the last one to 1004; and an older call at PBX B. Stories
 * are written, so that each place in the call and each target is certain.
 */
describe('a limited key', () => {
  let app: Awaited<ReturnType<typeof startApp>>;
  let ofExtension: Bearer, ofPbx: Bearer, everything: Bearer;
  beforeAll(async () => {
    app = await startApp({}, { stories: 'written' });
    for (const number of ['1001', '1003', '1002']) await app.deliver(transfer('pbx-a', CALL, number));
    await app.deliver(transfer('pbx-b', '1790000000.1', '2001'));
    await app.query(`UPDATE transfers SET hop = CASE transferor_ext WHEN '1001' THEN 1 WHEN '1003' THEN 2 ELSE 3 END
      WHERE sn = 'pbx-a'`);
    await app.query(
      `UPDATE transfers SET target_kind = 'ext', target_number = '1004' WHERE transferor_ext = '1002'`,
    );
    await app.query(`UPDATE transfers SET received_at = received_at - interval '30 days' WHERE sn = 'pbx-b'`);
    await app.query(`UPDATE members SET received_at = received_at - interval '30 days' WHERE sn = 'pbx-b'`);
    await app.deliver(record('1003', '1005'));
    await app.deliver(record('1002', '1004'));
    await app.deliver(statusEvent(CALL, [ext('1003', '2d', 'BYE')], 'pbx-a'));
    await app.deliver({ event: 'satisfaction', callid: CALL, surveyresult: '5', sn: 'pbx-a' });
    for (const [sn, number, name, group] of [
      ['pbx-a', '1003', 'Hidden colleague', 'hidden-group'],
      ['pbx-a', '1002', 'Own', 'support'],
      ['pbx-a', '1004', 'Target', 'sales'],
      ['pbx-b', '1004', 'Hidden namesake', 'hidden-group'],
      ['pbx-b', '2001', 'Hidden at B', 'hidden-group'],
      ['pbx-b', '1001', 'Hidden name at B', 'hidden-group'],
    ])
      await app.query(`INSERT INTO extensions (sn, number, name, "group") VALUES ($1, $2, $3, $4)`, [
        sn,
        number,
        name,
        group,
      ]);
    ofExtension = (await app.makeKey(['read', 'numbers'], null, ['1002'])).bearer;
    ofPbx = (await app.makeKey(['read', 'numbers'], ['pbx-a'])).bearer;
    everything = (await app.makeKey(['read', 'numbers'])).bearer;
  });
  afterAll(() => app?.stop());

  it('gets the names of its own extensions and of the other parties of its transfers', async () => {
    const names = async (bearer: Bearer) =>
      (await app.get('/extensions', bearer)).body.data.map(({ name }: { name: string }) => name);
    expect(await names(everything)).toHaveLength(6);
    expect(await names(ofExtension)).toEqual(['Own', 'Target']);
    expect(await names(ofPbx)).toEqual(['Own', 'Hidden colleague', 'Target']);
  });

  it('does not get from a report the name that another PBX gave an extension', async () => {
    const report = await app.get('/reports/transfers?by=ext', ofPbx);
    expect(report.body.names).toEqual({ '1002': 'Own', '1003': 'Hidden colleague' });
    expect(report.text).not.toMatch(/pbx-b|Hidden name at B/);
  });

  it('limited to extensions gets the PBXes of its transfers, and when they were, but nothing that others cause', async () => {
    const [own] = (await app.get('/transfers', ofExtension)).body.data;
    expect((await app.get('/pbxs', ofExtension)).body.data).toEqual([
      { sn: 'pbx-a', dialect: 'v2', lastEventAt: own.receivedAt, silent: false, link: null, gaps: [] },
    ]);
  });

  it('gets of a call its own transfers and the events that name its extensions', async () => {
    const { text, body } = await app.get(`/calls/${CALL}`, ofExtension);
    expect(text).not.toMatch(HIDDEN);
    expect(body.data).toHaveLength(1);
    const [{ events, recordings, satisfaction, handedOn }] = body.data;
    expect(events.map(({ what }: { what: string }) => what)).toEqual(['record']);
    expect({ recordings: recordings.length, satisfaction, handedOn }).toEqual({
      recordings: 1,
      satisfaction: null,
      handedOn: 1,
    });
    expect((await app.get(`/calls/${CALL}`, everything)).body.data[0].events).toHaveLength(4);
  });

  it('counts places in a call among the transfers that it sees', async () => {
    const hopsOf = async (path: string) =>
      (await app.get(path, ofExtension)).body.data.map(({ hop }: { hop: number }) => hop);
    expect(await hopsOf('/transfers')).toEqual([1]);
    expect(await hopsOf('/transfers?hops=2')).toEqual([]);
    const [{ id }] = (await app.get('/transfers', ofExtension)).body.data;
    expect((await app.get(`/transfers/${id}`, ofExtension)).body.hop).toBe(1);
    expect((await app.get('/transfers.ndjson', ofExtension)).text).toMatch(/"hop":1,/);
    const chain = (await app.get('/reports/transfers?by=chain', ofExtension)).body.rows;
    expect(chain.map((row: { transfersInCall: number }) => row.transfersInCall)).toEqual([1]);
    const [route] = (await app.get('/reports/transfers?by=route', ofExtension)).body.rows;
    expect(route.ext).toBe('1002');
    expect((await app.get('/transfers?hops=2', everything)).body.data).toHaveLength(3);
  });

  it('does not learn when the first transfer of others was received', async () => {
    const from = async (bearer: Bearer) =>
      (await app.get('/reports/transfers?to=2099-01-01&by=month', bearer)).body.from.slice(0, 10);
    const [own] = (await app.get('/transfers', ofExtension)).body.data;
    expect(await from(ofExtension)).toBe(own.receivedAt.slice(0, 10));
    expect(await from(ofPbx)).toBe(own.receivedAt.slice(0, 10));
    expect(await from(everything)).not.toBe(own.receivedAt.slice(0, 10));
  });

  it('does not get the metrics, which are of the whole program', async () => {
    for (const bearer of [ofExtension, ofPbx]) expect((await app.get('/metrics', bearer)).status).toBe(403);
    expect((await app.get('/metrics', everything)).status).toBe(200);
  });

  it.each(['/transfers', '/transfers.csv', '/transfers.ndjson', '/extensions', '/pbxs', `/calls/${CALL}`])(
    'finds nobody else in %s',
    async (path) => {
      expect((await app.get(path, ofExtension)).text).not.toMatch(HIDDEN);
      expect((await app.get(path, ofPbx)).text).not.toMatch(/2001|pbx-b|Hidden (at B|namesake)/);
    },
  );
});
