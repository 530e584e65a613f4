import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RollupStore } from '../../../src/reports/rollup/rollup.store.js';
import { startApp } from '../../support/app.js';
import { storiesComputed } from '../../support/stories/read-stories.js';
import { recordEvent, transferEvent } from '../../support/pushes.js';

type App = Awaited<ReturnType<typeof startApp>>;

const CALLER = '34600111222';
const DID = '+34910000001';
const OTHER_DID = '910000002';
const recordingOf = (callid: string) => `20261120100000-${callid}-${CALLER}-1020-Inbound.wav`;

const transfer = (callid: string) => transferEvent(callid, { from: CALLER, sn: 'A' });
const record = (callid: string, facts: object = {}) =>
  recordEvent(callid, {
    callfrom: CALLER,
    callduraction: '20',
    talkduraction: '15',
    srctrunkname: 'siptrunk',
    type: 'Inbound',
    recording: recordingOf(callid),
    didnumber: DID,
    sn: 'A',
    ...facts,
  });
const survey = (callid: string, surveyresult = '5') => ({
  event: 'satisfaction',
  callid,
  surveyresult,
  sn: 'A',
});

/** Some days ago, so that its day is over. */
const AT = { 'X-Simulated-At': new Date(Date.now() - 3 * 86_400_000).toISOString() };

let app: App;
const push = (event: object, headers = {}) => app.deliver(event, { ...AT, ...headers });

const dids = async (query: string) => {
  const { body } = await app.get(`/transfers?order=asc${query}`);
  return (body.data as { callid: string; did: string | null }[]).map(({ callid, did }) => [callid, did]);
};

describe('facts of calls', () => {
  beforeAll(async () => {
    app = await startApp({ SIMULATION: 'on' });
    for (const callid of ['1795600001.1', '1795600001.2', '1795600001.3', '1795600001.4', '1795600001.5'])
      await push(transfer(callid));
    await push(record('1795600001.1'));
    await push(record('1795600001.2', { didnumber: ` ${OTHER_DID} ` }));
    await push(record('1795600001.3')); // its records disagree
    await push(record('1795600001.3', { didnumber: OTHER_DID, callto: '1021' }));
    await push(record('1795600001.4', { type: 'Outbound' }));
    await push(record('1795600001.5', { didnumber: ' ', recording: ' ' }));
    await storiesComputed(app.query);
  });
  afterAll(() => app?.stop());

  describe('the number of the company that was called', () => {
    it('stands in each transfer of a call whose records agree on it', async () => {
      expect(await dids('')).toEqual([
        ['1795600001.1', DID],
        ['1795600001.2', OTHER_DID],
        ['1795600001.3', null],
        ['1795600001.4', null],
        ['1795600001.5', null],
      ]);
    });

    it('is a filter, also where the URL was written with a bare plus', async () => {
      expect(await dids(`&did=${encodeURIComponent(DID)}`)).toEqual([['1795600001.1', DID]]);
      expect(await dids(`&did=${DID}&did=${OTHER_DID}`)).toHaveLength(2);
      expect(await dids('&did=91000000*')).toEqual([]);
      expect((await app.get('/transfers?did=')).status).toBe(400);
    });

    it('is a dimension of reports, the same from rows and from rollups', async () => {
      const rows = async () => {
        const { body } = await app.get('/reports/transfers?by=did&from=2020-01-01');
        return (body.rows as { did: string; transfers: number }[]).map((row) => [row.did, row.transfers]);
      };
      const expected = [
        [null, 3],
        [DID, 1],
        [OTHER_DID, 1],
      ];
      expect(await rows()).toEqual(expected);
      const rollups = app.app.get(RollupStore);
      while (await rollups.roll(10));
      // What another program has counted, which does not know of this dimension, is counted afresh.
      await app.query(`UPDATE report_blocks SET counted_by = ''`);
      await app.query(`DELETE FROM report_rollups WHERE "by" = 'did'`);
      expect(await rows()).toEqual(expected);
      while (await rollups.roll(10));
      expect(
        await app.query(`SELECT count(*)::int FROM report_rollups WHERE "by" = 'did' AND days = 1`),
      ).toEqual([{ count: 3 }]);
      expect(await rows()).toEqual(expected);
    });

    it('is a column of the exports', async () => {
      const csv = (await app.get('/transfers.csv?callid=1795600001.2')).text.split('\r\n');
      expect(csv[0]).toMatch(/,members,did$/);
      expect(csv[1]).toMatch(new RegExp(`,${OTHER_DID}$`));
      expect(JSON.parse((await app.get('/transfers.ndjson?callid=1795600001.1')).text)).toMatchObject({
        did: DID,
      });
    });
  });

  describe('a call', () => {
    const call = async (callid: string, headers = {}) => {
      const { body } = await app.get(`/calls/${callid}`, headers);
      expect(body.data).toHaveLength(1);
      return body.data[0];
    };

    it('has its number called, its recordings, and what the caller answered in the survey', async () => {
      expect(await call('1795600001.1')).toMatchObject({
        did: DID,
        recordings: [recordingOf('1795600001.1')],
        satisfaction: null,
      });
      expect((await push(survey('1795600001.1'))).body).toEqual({ status: 'recorded' });
      expect((await push(survey('1795600001.1'))).body).toEqual({ status: 'recorded' });
      const { satisfaction, events } = await call('1795600001.1');
      expect(satisfaction).toBe('5');
      expect(events.filter(({ what }: { what: string }) => what === 'survey')).toEqual([
        expect.objectContaining({ event: 'satisfaction', facts: { result: '5' } }),
      ]);
      expect(await call('1795600001.3')).toMatchObject({
        did: null,
        recordings: [recordingOf('1795600001.3')],
      });
      expect(await call('1795600001.5')).toMatchObject({ did: null, recordings: [], satisfaction: null });
    });

    it('is known by its survey alone, and a survey without an answer or a call is ignored', async () => {
      await push(survey('1795600002.1', '3'));
      expect(await call('1795600002.1')).toMatchObject({ satisfaction: '3', transfers: [], handedOn: 0 });
      for (const event of [
        { ...survey('1795600002.2'), surveyresult: ' ' },
        { ...survey('1795600002.2'), callid: undefined },
      ])
        expect((await push(event)).body).toEqual({ status: 'ignored' });
    });

    it('shows a key without the scope numbers no outside number, not even in the name of a recording', async () => {
      const { bearer } = await app.makeKey(['read']);
      const shown = await call('1795600001.1', bearer);
      expect(JSON.stringify(shown)).not.toContain(CALLER);
      expect(shown).toMatchObject({
        did: DID,
        recordings: ['20261120100000-1795600001.1-*********22-1020-Inbound.wav'],
      });
      const list = await app.get(`/transfers?did=${DID}`, bearer);
      expect(list.body.data).toMatchObject([{ did: DID }]);
      expect((await app.get('/reports/transfers?by=did', bearer)).status).toBe(200);
      await app.query('DELETE FROM access_keys');
    });

    it('has its did and its recordings freed of a number that is erased', async () => {
      const path = (number: string) => `${app.url}/numbers/${encodeURIComponent(number)}`;
      const admin = await app.makeKey(['admin']);
      for (const number of [CALLER, DID])
        expect((await fetch(path(number), { method: 'DELETE', headers: admin.bearer })).status).toBe(200);
      const erased = await call('1795600001.1', admin.bearer);
      expect(JSON.stringify(erased)).not.toMatch(/34600111222|34910000001/);
      expect(erased).toMatchObject({
        did: 'erased',
        recordings: ['20261120100000-1795600001.1-erased-1020-Inbound.wav'],
        transfers: [{ did: 'erased' }],
      });
      // What comes later of the call does not bring it back.
      await push(record('1795600001.1', { callto: '1021', recording: `${CALLER}.wav` }), admin.bearer);
      await storiesComputed(app.query);
      expect(JSON.stringify(await call('1795600001.1', admin.bearer))).not.toMatch(/34600111222|34910000001/);
      expect(await app.query(`SELECT did FROM transfers WHERE callid = '1795600001.1'`)).toEqual([
        { did: 'erased' },
      ]);
    });
  });
});
