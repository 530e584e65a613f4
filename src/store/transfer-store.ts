import { Injectable } from '@nestjs/common';
import type { PoolClient, QueryConfig } from 'pg';
import type { CallEvent } from '../transfer/event.js';
import { partiesOf, partiesOfTransfer } from '../transfer/parties.js';
import type { Transfer } from '../transfer/transfer.js';
import { Database } from './database.js';
import { writeFailure } from './write-failure.js';

/** A transfer event to be kept. */
export interface TransferWrite {
  what: 'transfer';
  transfer: Transfer;
  /** What makes two events the same (transfer/identity.ts), in hexadecimal. */
  identity: string;
  /** True: a re-send is recognised for ever. False: within ten minutes of the last delivery. */
  forever: boolean;
  /** How often it came; above 1 where the same event stood several times in one batch. */
  deliveries: number;
  raw: Buffer;
}

/** An event that helps to tell a story. The same bytes within ten minutes of their last delivery count once. */
export interface EventWrite {
  what: 'event';
  id: string;
  event: CallEvent;
  receivedAt: Date;
  /** SHA-256 of its bytes, in hexadecimal. */
  digest: string;
  raw: Buffer;
}

export type Write = TransferWrite | EventWrite;

/** `id` is the first one's for a duplicate. `raced`: another writer is committing the same event just now; write again. */
export interface Written {
  status: 'stored' | 'duplicate' | 'raced';
  id: string;
}

/** A re-send of an event that has no channel ids to tell it apart comes within this time of the last delivery. */
export const RESEND_WINDOW_MS = 10 * 60_000;

/** A batch that takes longer has lost its senders. */
const STATEMENT_MS = 4_000;

/** After so many rows since the start, the planner gets to know the tables. */
const ANALYZE_AFTER = [100, 1_000, 10_000];

/**
 * The write side of transfers and recorded events: one statement, one commit, for a whole batch.
 *
 * Guarantees: when `write` resolves, everything in the batch is committed with its members; when it rejects, nothing of
 * it is, unless the connection broke over the commit. No two entries of a batch may be the same event (group-commit.ts
 * merges them). Known rows are locked, and new ones inserted, in key order, so that programs which write the same events
 * wait for each other instead of locking up.
 */
@Injectable()
export class TransferStore {
  /** Connections of the pool that writing holds on to: readers who take all others cannot keep the events out. */
  private kept: PoolClient[] = [];
  private closed = false;
  private written = 0;
  private readonly analyzeAfter = [...ANALYZE_AFTER];

  constructor(private readonly database: Database) {}

  /** Answers in the order of `batch`. */
  async write(batch: Write[]): Promise<Written[]> {
    const { rows } = await this.query({
      name: 'write',
      text: WRITE,
      values: values(batch),
      query_timeout: STATEMENT_MS + 500, // when not even the server's own time-out is heard of
    });
    const answers: Written[] = Array.from(batch, () => ({ status: 'raced', id: '' }));
    // Its own id: a commit whose answer was lost, written again.
    for (const { n, status, id } of rows)
      answers[n] = { status: id === idOf(batch[n]!) ? 'stored' : status, id };
    this.introduce(batch.length);
    return answers;
  }

  /** From here on no connection is kept back, so that the pool can end. */
  close() {
    this.closed = true;
    for (const client of this.kept.splice(0)) client.release(true);
  }

  /**
   * PostgreSQL looks at a new table only after a minute. Until then one index is as good as another to it, and it may
   * read all of a PBX's rows to find one: a hundred times slower at a thousand events a second.
   */
  private introduce(rows: number) {
    this.written += rows;
    if (this.written < (this.analyzeAfter[0] ?? Infinity)) return;
    this.analyzeAfter.shift();
    void this.database.pool
      .query('ANALYZE transfers, members, recorded_events, call_parties')
      .catch(() => {});
  }

  private async query(statement: QueryConfig & { query_timeout: number }) {
    const client = this.kept.pop() ?? (await this.connect());
    try {
      const result = await client.query<Written & { n: number }>(statement);
      this.keep(client);
      return result;
    } catch (error) {
      if (writeFailure(error) === 'away') client.release(true);
      else this.keep(client);
      throw error;
    }
  }

  private keep(client: PoolClient) {
    if (this.closed) client.release(true);
    else this.kept.push(client);
  }

  private async connect(): Promise<PoolClient> {
    const client = await this.database.pool.connect();
    try {
      await client.query(`SET statement_timeout = ${STATEMENT_MS}`);
      return client;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }
}

const idOf = (entry: Write) => (entry.what === 'transfer' ? entry.transfer.id : entry.id);

/** $1 transfers, $2 recorded events, $3 all their raw bytes one after the other (each row names its slice: bytea in JSON would double). */
function values(batch: Write[]): unknown[] {
  const transfers: object[] = [];
  const events: object[] = [];
  const raws: Buffer[] = [];
  let rawAt = 1; // substring() counts from 1
  for (const { n, entry } of inKeyOrder(batch)) {
    if (entry.what === 'transfer') transfers.push(transferColumns(entry, n, rawAt));
    else events.push(eventColumns(entry, n, rawAt));
    raws.push(entry.raw);
    rawAt += entry.raw.length;
  }
  return [JSON.stringify(transfers), JSON.stringify(events), Buffer.concat(raws)];
}

function inKeyOrder(batch: Write[]) {
  const keyed = batch.map((entry, n) => ({ n, entry, ...keyOf(entry) }));
  return keyed.sort((a, b) => compare(a.sn, b.sn) || compare(a.key, b.key));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const keyOf = (entry: Write) =>
  entry.what === 'transfer'
    ? { sn: entry.transfer.sn, key: entry.identity }
    : { sn: entry.event.sn, key: entry.digest };

// Each row is one literal: put together of several, its properties would be a hash table of some KB.
function transferColumns(
  { transfer: t, identity, forever, deliveries, raw }: TransferWrite,
  n: number,
  rawAt: number,
) {
  return {
    n,
    rawAt,
    rawLength: raw.length,
    sn: t.sn,
    id: t.id,
    callid: t.callid,
    dialect: t.dialect,
    receivedAt: t.receivedAt,
    callStartedAt: t.callStartedAt,
    direction: t.direction,
    transferorExt: t.transferor.ext,
    transferorBasis: t.transferor.basis,
    transfereeKind: t.transferee?.kind,
    transfereeNumber: t.transferee?.number,
    identity,
    forever,
    deliveries,
    members: t.members,
    parties: partiesOfTransfer(t),
  };
}

function eventColumns({ id, event, receivedAt, digest, raw }: EventWrite, n: number, rawAt: number) {
  const { what, name, dialect, sn, callid, ...facts } = event;
  return {
    n,
    rawAt,
    rawLength: raw.length,
    sn,
    id,
    callid,
    what,
    name,
    dialect,
    receivedAt,
    facts,
    digest,
    parties: partiesOf(event),
  };
}

// Served by the unique indexes (sn, identity, occurrence) and (sn, digest, occurrence).
const RESEND_WINDOW = `interval '${RESEND_WINDOW_MS} milliseconds'`;
const WRITE = `
WITH incoming AS MATERIALIZED (
  SELECT *, decode("identity", 'hex') AS key FROM jsonb_to_recordset($1::jsonb) AS t(
    n int, sn text, id uuid, callid text, dialect text, "receivedAt" timestamptz, "callStartedAt" timestamptz, direction text,
    "transferorExt" text, "transferorBasis" text, "transfereeKind" text, "transfereeNumber" text,
    "identity" text, forever bool, deliveries int, "rawAt" int, "rawLength" int, members jsonb, parties jsonb)
), known AS (
  SELECT i.n, t.id, t.occurrence, i.forever OR i."receivedAt" BETWEEN t.last_delivered_at - ${RESEND_WINDOW} AND t.last_delivered_at + ${RESEND_WINDOW} AS same
  FROM incoming i CROSS JOIN LATERAL (
    SELECT id, occurrence, last_delivered_at FROM transfers
    WHERE sn = i.sn AND identity = i.key ORDER BY occurrence DESC LIMIT 1 FOR NO KEY UPDATE) t
), stored AS (
  INSERT INTO transfers (sn, id, callid, dialect, received_at, call_started_at, direction, transferor_ext, transferor_basis,
    transferee_kind, transferee_number, identity, occurrence, deliveries, last_delivered_at, raw)
  SELECT i.sn, i.id, i.callid, i.dialect, i."receivedAt", i."callStartedAt", i.direction, i."transferorExt", i."transferorBasis",
    i."transfereeKind", i."transfereeNumber", i.key, coalesce(k.occurrence + 1, 0), i.deliveries, i."receivedAt",
    substring($3::bytea FROM i."rawAt" FOR i."rawLength")
  FROM incoming i LEFT JOIN known k USING (n) WHERE k.same IS NOT TRUE ORDER BY i.sn, i.key
  ON CONFLICT (sn, identity, occurrence) DO NOTHING
  RETURNING sn, id
), with_members AS (
  INSERT INTO members (sn, transfer_id, position, kind, number, "from", "to", trunkname, channelid, memberstatus, callpath, legid,
    received_at)
  SELECT i.sn, i.id, m.position, m.member->>'kind', m.member->>'number', m.member->>'from', m.member->>'to',
    m.member->>'trunkname', m.member->>'channelid', m.member->>'memberstatus', m.member->>'callpath', m.member->>'legid',
    i."receivedAt"
  FROM incoming i JOIN stored USING (sn, id)
  CROSS JOIN LATERAL jsonb_array_elements(i.members) WITH ORDINALITY AS m(member, position)
), redelivered AS (
  UPDATE transfers t SET deliveries = t.deliveries + i.deliveries,
    last_delivered_at = greatest(t.last_delivered_at, i."receivedAt")
  FROM incoming i JOIN known k USING (n)
  WHERE k.same AND t.sn = i.sn AND t.id = k.id AND k.id <> i.id -- its own id: a commit whose answer was lost, written again
), incoming_events AS MATERIALIZED (
  SELECT *, decode(digest, 'hex') AS key FROM jsonb_to_recordset($2::jsonb) AS e(
    n int, sn text, id uuid, callid text, what text, name text, dialect text, "receivedAt" timestamptz, facts jsonb, digest text,
    "rawAt" int, "rawLength" int, parties jsonb)
), known_events AS (
  SELECT i.n, e.id, e.occurrence, i."receivedAt" BETWEEN e.last_delivered_at - ${RESEND_WINDOW} AND e.last_delivered_at + ${RESEND_WINDOW} AS same
  FROM incoming_events i CROSS JOIN LATERAL (
    SELECT id, occurrence, last_delivered_at FROM recorded_events
    WHERE sn = i.sn AND digest = i.key ORDER BY occurrence DESC LIMIT 1 FOR NO KEY UPDATE) e
), recorded AS (
  INSERT INTO recorded_events (sn, id, callid, what, name, dialect, received_at, facts, digest, occurrence, last_delivered_at, raw)
  SELECT i.sn, i.id, i.callid, i.what, i.name, i.dialect, i."receivedAt", i.facts, i.key, coalesce(k.occurrence + 1, 0),
    i."receivedAt", substring($3::bytea FROM i."rawAt" FOR i."rawLength")
  FROM incoming_events i LEFT JOIN known_events k USING (n) WHERE k.same IS NOT TRUE ORDER BY i.sn, i.key
  ON CONFLICT (sn, digest, occurrence) DO NOTHING
  RETURNING sn, id
), parties AS (
  INSERT INTO call_parties (sn, callid, party, transferred, at)
  SELECT i.sn, i.callid, p.party, true, i."receivedAt"
  FROM incoming i JOIN stored USING (sn, id) CROSS JOIN LATERAL jsonb_array_elements_text(i.parties) AS p(party)
  UNION ALL
  SELECT i.sn, i.callid, p.party, false, min(i."receivedAt")
  FROM incoming_events i JOIN recorded USING (sn, id) CROSS JOIN LATERAL jsonb_array_elements_text(i.parties) AS p(party)
  WHERE NOT EXISTS (SELECT FROM call_parties c
    WHERE c.sn = i.sn AND c.callid = i.callid AND c.party = p.party AND NOT c.transferred AND c.at <= i."receivedAt")
  GROUP BY i.sn, i.callid, p.party
  ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT DO NOTHING
), rerecorded AS (
  UPDATE recorded_events e SET last_delivered_at = greatest(e.last_delivered_at, i."receivedAt")
  FROM incoming_events i JOIN known_events k USING (n) WHERE k.same AND e.sn = i.sn AND e.id = k.id
)
SELECT i.n, 'stored' AS status, s.id FROM incoming i JOIN stored s USING (sn, id)
UNION ALL SELECT n, 'duplicate', id FROM known WHERE same
UNION ALL SELECT i.n, 'stored', r.id FROM incoming_events i JOIN recorded r USING (sn, id)
UNION ALL SELECT n, 'duplicate', id FROM known_events WHERE same`;
