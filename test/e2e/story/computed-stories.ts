import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';
import { JobRunner } from '../../../src/database/jobs/job-runner.js';
import { startApp } from '../../support/app.js';
import { until } from '../../support/until.js';

let app: Awaited<ReturnType<typeof startApp>>;

/** A PBX for each call: the same people would else be in several at once. */
let sn = '369451090400';
const caller = (memberstatus?: string) => ({
  inbound: {
    from: '12345678',
    to: '1020',
    trunkname: 'siptrunk',
    channelid: 'PJSIP/trunk-siptrunk-endpoint-0000002b',
    memberstatus,
  },
});
const ext = (number: string, suffix: string, memberstatus?: string) => ({
  ext: { number, channelid: `PJSIP/${number}-000000${suffix}`, memberstatus },
});
const transfer = (callid: string) => ({
  event: 'Tranfer',
  callid,
  members: [caller(), ext('1020', '2c')],
  sn,
});
const status = (callid: string, states: [string, string]) => ({
  event: 'CallStatus',
  callid,
  members: [caller(states[0]), ext('4001', '2d', states[1])],
  sn,
});

/** Resolves when the story says so. */
async function says(id: string, wanted: object) {
  let body: Record<string, unknown> = {};
  const holds = async () => {
    ({ body } = await app.get(`/transfers/${id}`));
    return Object.entries(wanted).every(([field, value]) => isDeepStrictEqual(body[field], value));
  };
  await until(holds).catch(() => expect(body).toMatchObject(wanted));
}

describe('computed stories', () => {
  beforeAll(async () => {
    app = await startApp({ SIMULATION: 'on' });
  });
  afterAll(() => app?.stop());

  describe('a story', () => {
    it('follows its evidence by itself, within half a second where nothing else is to do, and a later event corrects it', async () => {
      const stories = app.app.get(JobRunner).status.find(({ name }) => name === 'stories');
      expect(stories!.everyMs).toBeLessThanOrEqual(500);
      for (const callid of ['1571981647.117', '1571981647.118', '1571981647.119']) {
        sn = String(Number(sn) + 1);
        await app.deliver({
          event: 'CallStatus',
          callid,
          members: [caller('ANSWERED'), ext('1020', '2c', 'ANSWER')],
          sn,
        });
        const { body } = await app.post(transfer(callid));
        await app.deliver(status(callid, ['ALERT', 'RING']));
        const target = { kind: 'ext', number: '4001', answeredBy: null };
        await says(body.id, { target, outcome: 'unknown' });
        await app.deliver(status(callid, ['ANSWERED', 'ANSWER']));
        await says(body.id, { target: { ...target, answeredBy: '4001' }, outcome: 'answered' });
      }
    });

    it('is found by role=target, by outcome and by kind', async () => {
      const found = async (query: string) =>
        (await app.get(`/transfers?callid=1571981647.117&${query}`)).body.data.length;
      expect(
        await Promise.all(['ext=4001&role=target', 'outcome=answered', 'kind=blind'].map(found)),
      ).toEqual([1, 1, 1]);
      expect(
        await Promise.all(['ext=1020&role=target', 'outcome=failed', 'kind=forward'].map(found)),
      ).toEqual([0, 0, 0]);
    });
  });

  describe('a call that somebody made up, with 2,000 transfers and 2,000 events', () => {
    const made = '1571981700.1';
    const count = async (condition: string) =>
      (
        await app.query(`SELECT count(*)::int AS n FROM transfers WHERE callid = $1 AND ${condition}`, [made])
      )[0].n;

    it('holds up neither the intake nor the stories of others, and is computed as far as calls go', async () => {
      sn = '369451090499';
      const moment = `'2019-10-25T05:35:00Z'::timestamptz + i * interval '1 second'`;
      const party = (number: string, channel: string, more = '') =>
        `jsonb_build_object('kind', 'ext', 'number', (${number})::text, 'channelid', 'PJSIP/x-' || lpad(to_hex(${channel}), 8, '0') ${more})`;
      const longest = longestTurn();
      await app.query(`
      WITH made AS (SELECT i, gen_random_uuid() AS id, ${moment} AS at FROM generate_series(1, 2000) i),
      transferred AS (
        INSERT INTO transfers (sn, id, callid, dialect, received_at, direction, transferor_basis, identity, last_delivered_at)
        SELECT '${sn}', id, '${made}', 'v2', at, 'internal', 'unknown', sha256(i::text::bytea), at FROM made),
      named AS (
        INSERT INTO members (sn, transfer_id, position, kind, number, channelid, received_at)
        SELECT '${sn}', id, p, 'ext', 1000 + i + p, 'PJSIP/x-' || lpad(to_hex(i + p), 8, '0'), at FROM made, generate_series(1, 2) p),
      parties AS (
        INSERT INTO call_parties (sn, callid, party, transferred, at)
        SELECT '${sn}', '${made}', 1000 + i, transferred, at FROM made, (VALUES (true), (false)) v(transferred))
      INSERT INTO recorded_events (sn, id, callid, what, name, dialect, received_at, facts, digest, last_delivered_at)
      SELECT '${sn}', gen_random_uuid(), '${made}', 'status', 'CallStatus', 'v2', at, jsonb_build_object('members', jsonb_build_array(
        ${party('1000 + i', 'i', `, 'memberstatus', 'HOLD'`)}, ${party('1001 + i', 'i + 1', `, 'memberstatus', 'ANSWERED'`)},
        ${party('1002 + i', 'i + 2', `, 'memberstatus', 'RING'`)})), sha256(i::text::bytea), at FROM made`);
      const { body } = await app.post(transfer('1571981647.120'));
      await app.deliver(status('1571981647.120', ['ANSWERED', 'ANSWER']));
      await says(body.id, { outcome: 'answered' });
      await app.storiesComputed();
      expect(longest()).toBeLessThan(300);
      expect([await count('hop = 100'), await count('hop > 100'), await count('changed_tx IS NULL')]).toEqual(
        [1, 0, 1900],
      );
    });
  });
});

/** The most CPU that went by, in ms, without anything else getting its turn; a busy machine makes no difference to it. */
function longestTurn() {
  let longest = 0;
  let watching = true;
  let before = process.cpuUsage();
  const turn = () => {
    if (!watching) return;
    const { user, system } = process.cpuUsage(before);
    longest = Math.max(longest, (user + system) / 1000);
    before = process.cpuUsage();
    setImmediate(turn).unref();
  };
  setImmediate(turn).unref();
  return () => {
    watching = false;
    return longest;
  };
}
