import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { Config } from '../../../src/config/config.js';
import { GroupCommit } from '../../../src/intake/group-commit.js';
import { toTransfer } from '../../../src/intake/identify.js';
import { Intake } from '../../../src/intake/pipeline.js';
import { readEvent } from '../../../src/intake/dialects/dialects.js';
import type { TransferEvent } from '../../../src/transfer/event.js';
import { identity } from '../../../src/transfer/identity.js';
import type { TransferEntry } from '../../../src/intake/entry.js';
import { Database } from '../../../src/database/database.js';
import { startApp } from '../../support/app.js';
import { until } from '../../support/until.js';
import { ext, transferEvent, v1Transfer } from '../../support/pushes.js';

let app: Awaited<ReturnType<typeof startApp>>;

let calls = 0;
let callid: string;

const event = (id: string) => transferEvent(id, { members: [ext('1020')] });
const delivery = (sent: object) => ({
  raw: Buffer.from(JSON.stringify(sent)),
  contentType: null,
  source: '',
  at: new Date(),
});
/** As the intake hands it over, without reading it again for each sender. */
function entryOf(sent: object): TransferEntry {
  const { raw, at } = delivery(sent);
  const read = (readEvent(raw) as { event: TransferEvent }).event;
  const transfer = toTransfer(read, at);
  return { what: 'transfer', transfer, identity: identity(transfer, ''), sender: '', deliveries: 1, raw };
}
const many = (count: number) => Array.from({ length: count }, (_, n) => event(`${callid}.${n}`));
const rowsOf = (id: string) =>
  app.query('SELECT deliveries FROM transfers WHERE callid = $1 ORDER BY occurrence', [id]);

/** A connection of the test's own. */
async function connect() {
  const client = new Client({ connectionString: app.app.get(Config).databaseUrl! });
  client.on('error', () => {}); // a test that failed has not released it
  await client.connect();
  return client;
}

/** Keeps everybody from writing transfers until it is released. */
async function lockTransfers() {
  const client = await connect();
  await client.query('BEGIN; LOCK TABLE transfers IN ACCESS EXCLUSIVE MODE');
  return async () => {
    await client.query('ROLLBACK');
    await client.end();
  };
}

/** Until so many events wait for their commit. */
const untilWaiting = (events: number) => until(() => app.app.get(GroupCommit).status.waiting === events);

/** Until somebody waits for a lock in the tests' database. */
const untilLocked = () =>
  until(async () => {
    const waiting = await app.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return waiting.length > 0;
  });

/** Occupies both writers with a lone event each until it is released, so that the next ones share a batch. */
async function holdWriters() {
  const client = await connect();
  await client.query('BEGIN; LOCK TABLE recorded_events IN ACCESS EXCLUSIVE MODE');
  const record = () => app.post({ event: 'NewCdr', callid: `${callid}.${Math.random()}`, sn: '1' });
  const held: Promise<unknown>[] = [];
  for (const writing of [1, 2]) {
    held.push(record());
    await until(() => app.app.get(GroupCommit).status.writing === writing);
  }
  return async () => {
    await client.query('ROLLBACK');
    await client.end();
    await Promise.all(held);
  };
}

describe('group commit', () => {
  beforeAll(async () => (app = await startApp()));
  afterAll(() => app?.stop());
  beforeEach(() => {
    callid = `1571981311.${(calls += 1)}`;
  });

  describe('many events, one commit', () => {
    it('an event that the database cannot store fails alone, whatever else is in its batch', async () => {
      const release = await lockTransfers(); // so that all wait, and then share
      const tooLongForAnIndex = event(randomBytes(4_000).toString('hex'));
      const all = Promise.all([...many(30), tooLongForAnIndex, ...many(30)].map((e) => app.post(e)));
      await untilWaiting(61);
      await release();
      const answers = await all;
      expect(answers[30]).toMatchObject({ status: 400, body: { errors: [{ path: '' }] } });
      answers.splice(30, 1);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      const [{ count }] = await app.query(
        `SELECT count(*)::int, sum(deliveries)::int FROM transfers WHERE callid LIKE $1`,
        [`${callid}.%`],
      );
      expect(count).toBe(30);
    });

    it('re-sends that wait together become one row, which counts them, and each is answered with its id', async () => {
      const release = await lockTransfers();
      const all = Promise.all(Array.from({ length: 25 }, () => app.post(event(callid))));
      await untilWaiting(25);
      await release();
      const ids = (await all).map(({ body }) => body.id);
      expect(new Set(ids).size).toBe(1);
      expect(await rowsOf(callid)).toEqual([{ deliveries: 25 }]);
    });

    it('without channel ids, the same again after more than an hour is another transfer, even side by side', async () => {
      const release = await lockTransfers();
      const intake = app.app.get(Intake);
      const all = Promise.all(
        [0, 9, 90].map((minute) =>
          intake.receive({
            ...delivery(v1Transfer(callid, '1005')),
            at: new Date(Date.UTC(2026, 10, 2, 9, minute)),
          }),
        ),
      );
      await untilWaiting(3);
      await release();
      expect((await all).map(({ status }) => status)).toEqual(['stored', 'duplicate', 'stored']);
      expect(await rowsOf(callid)).toEqual([{ deliveries: 2 }, { deliveries: 1 }]);
    });

    it('two programs that write the same events in different orders neither lock up nor store one twice', async () => {
      const other = await startApp({ DATABASE_URL: app.app.get(Config).databaseUrl! });
      try {
        const events = many(100);
        const answers = await Promise.all([
          ...events.map((e) => app.post(e)),
          ...events.toReversed().map((e) => other.post(e)),
          ...events.map((e) => other.post(e)),
        ]);
        expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
        const rows = await app.query(
          'SELECT deliveries, count(*)::int FROM transfers WHERE callid LIKE $1 GROUP BY 1',
          [`${callid}.%`],
        );
        expect(rows).toEqual([{ deliveries: 3, count: 100 }]);
      } finally {
        await other.stop();
      }
    });
  });

  describe('whatever the database does, a sender is answered in time', () => {
    it('a locked table: 503 while it is still locked, and stored once when it is sent again', async () => {
      const release = await lockTransfers();
      const refused = await app.post(event(callid));
      expect(refused.status).toBe(503);
      expect(refused.headers.get('retry-after')).toBe('2');
      await release();
      expect((await app.post(event(callid))).status).toBe(200);
      expect(await rowsOf(callid)).toHaveLength(1);
    });

    it('readers that hold every other connection of the pool do not keep an event waiting', async () => {
      await app.deliver(event(`${callid}.0`)); // a writer has its connection
      const { pool } = app.app.get(Database);
      const client = await connect();
      await client.query('SELECT pg_advisory_lock(1)');
      const readers = Array.from({ length: 40 }, () => pool.query('SELECT pg_advisory_xact_lock_shared(1)'));
      await until(() => pool.waitingCount > 0);
      expect((await app.post(event(callid))).status).toBe(200);
      await client.end(); // and its lock with it
      await Promise.all(readers);
    });

    it('a batch that loses a deadlock is written again, and its senders are answered 200', async () => {
      await Promise.all([app.post(event(`${callid}.a`)), app.post(event(`${callid}.b`))]);
      const client = await connect();
      await client.query('SET deadlock_timeout = 60000; BEGIN'); // the other side is to be the victim
      const touch = (id: string) =>
        client.query('UPDATE transfers SET hop = 1 WHERE callid = $1', [`${callid}.${id}`]);
      // Whichever comes first in key order, the batch then waits for one while this holds it and wants the other.
      const [first, second] = (
        await client.query<{ callid: string }>(
          'SELECT callid FROM transfers WHERE callid LIKE $1 ORDER BY sn, identity',
          [`${callid}.%`],
        )
      ).rows.map((row) => row.callid.split('.').at(-1)!);
      await touch(second!);
      const release = await holdWriters();
      const again = Promise.all(['a', 'b'].map((id) => app.post(event(`${callid}.${id}`))));
      await untilWaiting(4);
      await release();
      await untilLocked();
      await touch(first!);
      await client.query('COMMIT');
      await client.end();
      expect((await again).map(({ status }) => status)).toEqual([200, 200]);
      expect(await rowsOf(`${callid}.a`)).toEqual([{ deliveries: 2 }]);
    });

    it('waiting events are bounded in bytes: beyond that 503 at once, and those that waited are stored', async () => {
      const commits = app.app.get(GroupCommit);
      const large = Buffer.alloc(1_000_000, ' ');
      const all = Promise.allSettled(
        Array.from({ length: 40 }, (_, n) =>
          commits.add({ ...entryOf(event(`${callid}.${n}`)), raw: large }),
        ),
      );
      expect(commits.status.waitingBytes).toBe(33 * large.length); // of 32 MiB
      const answers = await all;
      const beyond = answers.slice(33).map((answer) => answer.status === 'rejected' && answer.reason.message);
      expect(beyond).toEqual(Array(7).fill(expect.stringContaining('Too many events wait')));
      const stored = answers.filter(({ status }) => status === 'fulfilled').length;
      expect(await app.query('SELECT 1 FROM transfers WHERE callid LIKE $1', [`${callid}.%`])).toHaveLength(
        stored,
      );
      await until(() => commits.status.writing === 0); // a batch whose senders were answered 503 ends later
      expect(commits.status).toEqual({ waiting: 0, waitingBytes: 0, writing: 0 });
    });

    it('waiting events are bounded in senders, also when all send the same event', async () => {
      const commits = app.app.get(GroupCommit);
      const entry = entryOf(event(callid));
      const all = Promise.allSettled(Array.from({ length: 10_500 }, () => commits.add({ ...entry })));
      expect(commits.status.waiting).toBe(10_000);
      expect((await all).filter(({ status }) => status === 'fulfilled')).toHaveLength(10_000);
      expect(await rowsOf(callid)).toEqual([{ deliveries: 10_000 }]);
    });
  });
});
