import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Pool } from 'pg';
import { readMigrations } from '../../../src/database/migrations.js';
import { attribute } from '../../../src/transfer/attribution.js';
import { identity } from '../../../src/transfer/identity.js';
import type { Member } from '../../../src/transfer/member.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres/database.js';

let database: TestDatabase;
let pool: Pool;

const CHANGED = '20261128153500_identity_of_the_last_hour';
const caller: Member = { kind: 'inbound', from: '+34 "600"\\\t\u{1f4de}é', to: '1020', trunkname: 't' };
const CALLS: Member[][] = [
  [
    { ...caller, channelid: 'PJSIP/t-00000001' },
    { kind: 'ext', number: '1020', channelid: 'PJSIP/1020-00000002' },
  ],
  [
    { kind: 'ext', number: '2000' },
    { kind: 'ext', number: '1020' },
  ],
  [{ kind: 'ext', number: '1006' }],
  [{ kind: 'inbound', from: '', to: '1022' }],
  [
    { kind: 'outbound', from: '1020', to: '700' },
    { kind: 'ext', number: '1020' },
    { kind: 'ext', number: '1021' },
  ],
];

/** As the releases before wrote it. */
function formerIdentity(sn: string, callid: string, members: Member[]): Buffer {
  const words = members.map((member) => {
    const leg = [member.channelid ?? '', member.legid ?? ''];
    return member.kind === 'ext'
      ? [member.kind, member.number, ...leg]
      : [member.kind, member.from, member.to, member.trunkname ?? '', ...leg];
  });
  return createHash('sha256')
    .update(JSON.stringify([sn, callid, words]))
    .digest();
}

/** Stores a transfer as the release before did, so long ago. */
async function store(id: string, callid: string, members: Member[], ago: string) {
  const { transferor, direction } = attribute(members, 'last');
  await pool.query(
    `INSERT INTO transfers (sn, id, callid, dialect, received_at, direction, transferor_ext, transferor_basis, identity, last_delivered_at)
     VALUES ('A', $1, $2, 'v2', now() - $3::interval, $4, $5, $6, $7, now() - $3::interval)`,
    [id, callid, ago, direction, transferor.ext, transferor.basis, formerIdentity('A', callid, members)],
  );
  for (const [n, member] of members.entries())
    await pool.query(
      `INSERT INTO members (sn, transfer_id, position, kind, number, "from", "to", trunkname, channelid, received_at)
       SELECT 'A', $1, $2, m.kind, m.number, m."from", m."to", m.trunkname, m.channelid, now() - $3::interval
       FROM jsonb_to_record($4) AS m(kind text, number text, "from" text, "to" text, trunkname text, channelid text)`,
      [id, n + 1, ago, JSON.stringify(member)],
    );
}

describe('identity of old transfers', () => {
  beforeAll(async () => {
    database = await createTestDatabase('empty');
    pool = new Pool({ connectionString: database.url });
  });
  afterAll(async () => {
    await pool?.end();
    await database?.drop();
  });

  it('a transfer that an older release stored within the hour has the identity by which its re-send is recognised', async () => {
    const migrations = (await readMigrations()).migrationDirectories;
    const sqlOf = (named: (path: string) => boolean) =>
      migrations.filter(({ path }) => named(path)).map(({ migrationFile }) => migrationFile.content.value);
    for (const sql of sqlOf((path) => path < CHANGED)) await pool.query(sql);

    const idOf = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
    for (const [n, members] of CALLS.entries()) await store(idOf(n), `1.${n}`, members, '50 minutes');
    await store(idOf(90), '1.90', CALLS[1]!, '2 hours');
    // On another channel: another transfer of the same people, which only its identity distinguished.
    const otherChannel = CALLS[0]!.map((member) => ({ ...member, channelid: `${member.channelid}9` }));
    await store(idOf(91), '1.0', otherChannel, '40 minutes');
    for (const sql of sqlOf((path) => path >= CHANGED)) await pool.query(sql);

    const { rows } = await pool.query<{ id: string; identity: Buffer; occurrence: number }>(
      'SELECT id, identity, occurrence FROM transfers ORDER BY id',
    );
    const digestOf = (callid: string, members: Member[]) =>
      identity({ sn: 'A', callid, members, transferor: attribute(members, 'last').transferor }, '').digest;
    expect(rows.map((row) => [row.id, row.identity.toString('hex'), row.occurrence])).toEqual([
      ...CALLS.map((members, n) => [idOf(n), digestOf(`1.${n}`, members), 0]),
      [idOf(90), formerIdentity('A', '1.90', CALLS[1]!).toString('hex'), 0],
      [idOf(91), digestOf('1.0', CALLS[0]!), 1],
    ]);
  });
});
