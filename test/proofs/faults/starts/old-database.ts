import { Client } from 'pg';
import { createHash } from 'node:crypto';
import { readMigrations } from '../../../../src/database/migrations.js';
import { attribute } from '../../../../src/transfer/attribution.js';
import type { Member } from '../../../../src/transfer/member.js';

const CALLS = 40;
const HOUR = 3_600_000;

/** Names and SQL of all migrations, the oldest first. */
export async function released(): Promise<{ name: string; sql: string }[]> {
  const { migrationDirectories } = await readMigrations();
  return migrationDirectories.map(({ path, migrationFile: { content } }) => {
    if (content.tag !== 'ok') throw new Error(`${path} cannot be read`);
    return { name: path, sql: content.value };
  });
}

/** Makes an empty database what an older program left: so many migrations, and the rows that its first release stored. */
export async function makeOld(url: string, migrations: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(LEDGER);
    for (const [n, { name, sql }] of (await released()).slice(0, migrations).entries()) {
      await client.query(sql);
      await client.query(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
         VALUES (gen_random_uuid(), $1, $2, now(), 1)`,
        [createHash('sha256').update(sql).digest('hex'), name],
      );
      if (n === 0) await fill(client);
    }
    await client.query(NEW_TO_THE_STORIES);
  } finally {
    await client.end();
  }
}

/** As `prisma migrate deploy` makes it. */
const LEDGER = `CREATE TABLE _prisma_migrations (
  id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
  logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`;

/** Where the stories follow transactions already, all that is stored is still to be looked at. */
const NEW_TO_THE_STORIES = `DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
    WHERE udt_name = 'xid8' AND column_default IS NOT NULL AND table_name IN ('transfers', 'recorded_events') AND table_schema = 'public'
  LOOP EXECUTE format('UPDATE %I SET %I = pg_current_xact_id()', c.table_name, c.column_name); END LOOP; END $$`;

async function fill(client: Client) {
  for (let n = 0; n < CALLS; n++) {
    const members = membersOf(n);
    const { transferor, direction } = attribute(members, 'last');
    // A migration gives the transfers of the last hour another identity: those of the next hours are always among them.
    const at = new Date(n % 4 === 0 ? Date.now() + 4 * HOUR : Date.UTC(2026, 10, 2, 9, n));
    const key = createHash('sha256').update(String(n)).digest();
    await client.query(
      `INSERT INTO transfers (sn, id, callid, dialect, received_at, direction, transferor_ext, transferor_basis, identity, last_delivered_at, raw)
       VALUES ('A', $1, $2, 'v2', $3, $4, $5, $6, $7, $3, $8)`,
      [idOf(n), `1.${n}`, at, direction, transferor.ext, transferor.basis, key, Buffer.from(`bytes ${n}`)],
    );
    for (const [position, member] of members.entries())
      await client.query(
        `INSERT INTO members (sn, transfer_id, position, kind, number, "from", "to", trunkname, channelid, received_at)
         SELECT 'A', $1, $2, m.kind, m.number, m."from", m."to", m.trunkname, m.channelid, $3
         FROM jsonb_to_record($4) AS m(kind text, number text, "from" text, "to" text, trunkname text, channelid text)`,
        [idOf(n), position + 1, at, JSON.stringify(member)],
      );
    for (const [k, facts] of eventsOf(n).entries())
      await client.query(
        `INSERT INTO recorded_events (sn, id, callid, what, name, dialect, received_at, facts, digest, last_delivered_at)
         VALUES ('A', $1, $2, $3, '', 'v2', $4, $5, $6, $4)`,
        [
          idOf(1_000 + n * 10 + k),
          `1.${n}`,
          facts.what,
          new Date(at.getTime() + 1_000 * (k + 1)),
          JSON.stringify(facts.of),
          createHash('sha256').update(`${n}.${k}`).digest(),
        ],
      );
  }
}

const idOf = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

function membersOf(n: number): Member[] {
  return [
    { kind: 'inbound', from: `+3460000${n}`, to: '1020', trunkname: 'sip', channelid: `PJSIP/t-${n}` },
    { kind: 'ext', number: '1020', channelid: `PJSIP/1020-${n}` },
  ];
}

/** The phone of the target rings and is taken up; then it hangs up. */
function eventsOf(n: number) {
  const state = (memberstatus: string) => ({
    what: 'status',
    of: {
      members: [{ kind: 'ext', number: String(2000 + (n % 5)), channelid: `PJSIP/x-${n}`, memberstatus }],
    },
  });
  return [state('RING'), state('ANSWER'), state('BYE')];
}
