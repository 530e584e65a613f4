import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Client } from 'pg';
import { Config } from '../../../src/config/config.js';
import { readEvent } from '../../../src/intake/dialects/dialects.js';
import { membersIn } from '../../../src/intake/entry.js';
import { EventStore } from '../../../src/intake/event.store.js';
import { GroupCommit } from '../../../src/intake/group-commit.js';
import { identify } from '../../../src/intake/identify.js';
import { startApp } from '../../support/app.js';
import { transferEvent } from '../../support/pushes.js';

const members = (count: number, memberstatus?: string) =>
  Array.from({ length: count }, (_, n) => ({
    ext: { number: `${n}`, channelid: `PJSIP/${n}`, ...(memberstatus && { memberstatus }) },
  }));
const transfer = (callid: string, count = 1) => transferEvent(callid, { sn: '1', members: members(count) });

describe('events that cost the database much', () => {
  let app: Awaited<ReturnType<typeof startApp>>;
  beforeAll(async () => (app = await startApp()));
  afterAll(() => app?.stop());

  /** Hands the events to the intake in one turn of the event loop, so that they share a batch. */
  const together = (events: object[]) =>
    Promise.allSettled(
      events.map((event) => {
        const raw = Buffer.from(JSON.stringify(event));
        const reading = readEvent(raw);
        if ('faults' in reading) throw new Error(JSON.stringify(reading.faults));
        const entry = identify(reading.event, { raw, at: new Date(), contentType: null, source: '' });
        return app.app.get(GroupCommit).add(entry!);
      }),
    );

  it('an event of any kind with more members than a call has is refused, and kept', async () => {
    expect((await app.post(transfer('2.1', 1000))).status).toBe(200);
    for (const event of ['Tranfer', 'CallStatus', 'Forward', 'CallFailed']) {
      const answer = await app.post({ event, callid: '2.2', sn: '1', members: members(1001, 'RING') });
      expect(answer).toMatchObject({
        status: 400,
        body: {
          quarantined: expect.any(String),
          errors: [{ path: 'members', message: 'must be at most 1000 members' }],
        },
      });
    }
  });

  it('what is wrong with a body is said in at most 8 KiB, however much is wrong', async () => {
    const a1000 = (member: object) => Array.from({ length: 1000 }, () => member);
    const wrong = { ext: { number: {}, channelid: [], memberstatus: [], callpath: [] } };
    const bodies = [
      { event: 'Tranfer', members: a1000(wrong) },
      { type: 30013, sn: '1', msg: { members: a1000({ extension: wrong.ext }) } },
      { action: 'Tranfer', callid: '1', call: a1000({ ext: { extid: {} } }) },
    ];
    for (const body of bodies) {
      const { status, text } = await app.post(body);
      expect(status).toBe(400);
      expect(text.length).toBeLessThan(8 * 1024);
    }
    const [{ bytes }] = await app.query(
      'SELECT max(pg_column_size(errors)) AS bytes FROM quarantined_bodies',
    );
    expect(bytes).toBeLessThan(8 * 1024);
  });

  it('a batch has a bounded number of members', async () => {
    const write = jest.spyOn(app.app.get(EventStore), 'write');
    const answers = await together(Array.from({ length: 7 }, (_, n) => transfer(`3.${n}`, 900)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['fulfilled']));
    const sizes = write.mock.calls.map(([batch]) => batch.reduce((sum, entry) => sum + membersIn(entry), 0));
    expect(sizes).toEqual([1800, 1800, 1800, 900]);
    write.mockRestore();
  });

  it('an event that holds up its batch holds up no other when they are sent again', async () => {
    await together([transfer('4.0')]);
    const client = new Client({ connectionString: app.app.get(Config).databaseUrl! });
    client.on('error', () => {}); // a test that failed has not closed it
    await client.connect();
    await client.query(`BEGIN; SELECT FROM transfers WHERE callid = '4.0' FOR UPDATE`);
    const events = ['4.0', '4.1', '4.2'].map((callid) => transfer(callid));
    const statuses = async () => (await together(events)).map(({ status }) => status);
    // One is known and locked: the batch waits for it until the database ends the statement.
    expect(await statuses()).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await statuses()).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    await client.query('ROLLBACK');
    await client.end();
    expect(await statuses()).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
  });
});
