import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Pool } from 'pg';
import { readMigrations } from '../../../src/database/migrations.js';
import type { CallEvent } from '../../../src/transfer/event.js';
import type { Member } from '../../../src/transfer/member.js';
import { partiesOf, partiesOfTransfer } from '../../../src/transfer/parties.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres/database.js';

let database: TestDatabase;
let pool: Pool;

const AT = '2026-11-20T10:00:00.000Z';
const idOf = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const TRANSFERS: { members: Member[]; transferor: string | null }[] = [
  {
    members: [
      { kind: 'inbound', from: ' +34600111222 ', to: '1020', channelid: 'PJSIP/t-1' },
      { kind: 'ext', number: '1020', channelid: 'PJSIP/1020-2' },
    ],
    transferor: '1020',
  },
  {
    members: [
      { kind: 'outbound', from: '1021', to: '0990', channelid: 'PJSIP/t-1' },
      { kind: 'ext', number: '2002', channelid: 'Local/2002@context-00000001;1' },
    ],
    transferor: null,
  },
  { members: [{ kind: 'inbound', from: '', to: '1022' }], transferor: '1022' },
];
const head = { dialect: 'v2', name: '', sn: 'A' };
const EVENTS: CallEvent[] = [
  {
    ...head,
    what: 'status',
    callid: '1.0',
    members: [
      { kind: 'ext', number: '1003', memberstatus: 'RING' },
      { kind: 'inbound', from: ' ', to: '1' },
      { kind: 'ext', number: 'x'.repeat(101) },
    ],
  },
  {
    ...head,
    what: 'record',
    callid: '1.1',
    ...{
      startedAtLocal: null,
      from: '1020',
      to: ' 6200 ',
      answeredBy: '4002',
      callSeconds: 1,
      talkSeconds: 1,
    },
    ...{ sourceTrunk: null, targetTrunk: null, status: 'answered', type: 'internal' },
  },
  {
    ...head,
    what: 'failed',
    callid: '1.2',
    reason: '',
    members: [{ kind: 'outbound', from: '1', to: '0990' }],
  },
];

describe('parties of old calls', () => {
  beforeAll(async () => {
    database = await createTestDatabase('empty');
    pool = new Pool({ connectionString: database.url });
  });
  afterAll(async () => {
    await pool?.end();
    await database?.drop();
  });

  it('the parties of calls that were stored before there was a table of them are there after the update', async () => {
    const migrations = (await readMigrations()).migrationDirectories.map(({ path, migrationFile }) => ({
      path,
      sql: migrationFile.content.value,
    }));
    const before = migrations.filter(({ path }) => path < '20261122040000_story');
    for (const { sql } of before) await pool.query(sql);
    for (const [n, { members, transferor }] of TRANSFERS.entries()) {
      await pool.query(
        `INSERT INTO transfers (sn, id, callid, dialect, received_at, direction, transferor_ext, transferor_basis, identity, last_delivered_at)
       VALUES ('A', $1, $2, 'v2', $3, 'inbound', $4, 'unknown', $5, $3)`,
        [idOf(n), `1.${n}`, AT, transferor, Buffer.from([n])],
      );
      for (const [position, member] of members.entries())
        await pool.query(
          `INSERT INTO members (sn, transfer_id, position, kind, number, "from", "to", channelid, received_at)
         SELECT 'A', $1, $2, m.kind, m.number, m."from", m."to", m.channelid, $3
         FROM jsonb_to_record($4) AS m(kind text, number text, "from" text, "to" text, channelid text)`,
          [idOf(n), position, AT, JSON.stringify(member)],
        );
    }
    for (const [n, { what, name, dialect, sn, callid, ...facts }] of EVENTS.entries())
      await pool.query(
        `INSERT INTO recorded_events (sn, id, callid, what, name, dialect, received_at, facts, digest, last_delivered_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $7)`,
        [sn, idOf(n), callid, what, name, dialect, AT, JSON.stringify(facts), Buffer.from([n])],
      );
    for (const { path, sql } of migrations)
      if (!before.some((one) => one.path === path)) await pool.query(sql);

    const { rows } = await pool.query<{ callid: string; party: string; transferred: boolean; at: Date }>(
      `SELECT callid, party, transferred, at FROM call_parties WHERE sn = 'A'`,
    );
    const expected = [
      ...TRANSFERS.flatMap(({ members, transferor }, n) =>
        partiesOfTransfer({ members, transferor: { ext: transferor, basis: 'unknown' } }).map((party) => [
          `1.${n}`,
          party,
          true,
        ]),
      ),
      ...EVENTS.flatMap((event) => partiesOf(event).map((party) => [event.callid, party, false])),
    ];
    expect(rows.map(({ callid, party, transferred }) => [callid, party, transferred]).sort()).toEqual(
      expected.sort(),
    );
    expect(new Set(rows.map(({ at }) => at.toISOString()))).toEqual(new Set([AT]));
  });
});
