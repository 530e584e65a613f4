import { Injectable } from '@nestjs/common';
import type { CallEvent } from '../transfer/event.js';
import type { Transfer } from '../transfer/transfer.js';
import { Database } from './database.js';

/** A transfer event to be kept. */
export interface TransferWrite {
  what: 'transfer';
  transfer: Transfer;
  /** What makes two events the same (transfer/identity.ts). */
  identity: Buffer;
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
  digest: Buffer;
  raw: Buffer;
}

export type Write = TransferWrite | EventWrite;

/** `id` is the first one's for a duplicate. `raced`: another writer is committing the same event just now; write again. */
export interface Written {
  status: 'stored' | 'duplicate' | 'raced';
  id: string;
}

/**
 * The write side of transfers and recorded events: one statement, one commit, for a whole batch.
 *
 * Guarantees: when `write` resolves, everything in the batch is committed with its members; when it rejects, nothing of
 * it is. No two entries of a batch may be the same event (group-commit.ts merges them). Rows go in by key order, so two
 * programs that write the same events wait for each other instead of locking up.
 */
@Injectable()
export class TransferStore {
  constructor(private readonly database: Database) {}

  /** Answers in the order of `batch`. */
  async write(batch: Write[]): Promise<Written[]> {
    const raws: Buffer[] = [];
    let rawAt = 1; // substring() counts from 1
    const slice = (raw: Buffer) => {
      const at = rawAt;
      raws.push(raw);
      rawAt += raw.length;
      return { rawAt: at, rawLength: raw.length };
    };
    const transfers: object[] = [];
    const events: object[] = [];
    batch.forEach((entry, n) => {
      if (entry.what === 'transfer') transfers.push({ n, ...transferColumns(entry), ...slice(entry.raw) });
      else events.push({ n, ...eventColumns(entry), ...slice(entry.raw) });
    });
    const { rows } = await this.database.pool.query<{
      n: number;
      status: Written['status'];
      id: string;
    }>({
      name: 'write',
      text: WRITE,
      values: [JSON.stringify(transfers), JSON.stringify(events), Buffer.concat(raws)],
    });
    const answers: Written[] = Array.from(batch, () => ({
      status: 'raced',
      id: '',
    }));
    for (const { n, status, id } of rows) answers[n] = { status, id };
    return answers;
  }
}

function transferColumns({ transfer: t, identity, forever, deliveries }: TransferWrite) {
  return {
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
    identity: identity.toString('hex'),
    forever,
    deliveries,
    members: t.members,
  };
}

function eventColumns({ id, event, receivedAt, digest }: EventWrite) {
  const { what, name, dialect, sn, callid, ...facts } = event;
  return {
    sn,
    id,
    callid,
    what,
    name,
    dialect,
    receivedAt,
    facts,
    digest: digest.toString('hex'),
  };
}

// $1 transfers, $2 recorded events, $3 all their raw bytes one after the other (each row names its slice: bytea in JSON would double).
// Served by the unique indexes (sn, identity, occurrence) and (sn, digest, occurrence).
const WRITE = `
WITH incoming AS MATERIALIZED (
  SELECT *, decode("identity", 'hex') AS key FROM jsonb_to_recordset($1::jsonb) AS t(
    n int, sn text, id uuid, callid text, dialect text, "receivedAt" timestamptz, "callStartedAt" timestamptz, direction text,
    "transferorExt" text, "transferorBasis" text, "transfereeKind" text, "transfereeNumber" text,
    "identity" text, forever bool, deliveries int, "rawAt" int, "rawLength" int, members jsonb)
), known AS (
  SELECT i.n, t.id, t.occurrence, i.forever OR i."receivedAt" <= t.last_delivered_at + interval '10 minutes' AS same
  FROM incoming i CROSS JOIN LATERAL (
    SELECT id, occurrence, last_delivered_at FROM transfers
    WHERE sn = i.sn AND identity = i.key ORDER BY occurrence DESC LIMIT 1) t
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
    "rawAt" int, "rawLength" int)
), known_events AS (
  SELECT i.n, e.id, e.occurrence, i."receivedAt" <= e.last_delivered_at + interval '10 minutes' AS same
  FROM incoming_events i CROSS JOIN LATERAL (
    SELECT id, occurrence, last_delivered_at FROM recorded_events
    WHERE sn = i.sn AND digest = i.key ORDER BY occurrence DESC LIMIT 1) e
), recorded AS (
  INSERT INTO recorded_events (sn, id, callid, what, name, dialect, received_at, facts, digest, occurrence, last_delivered_at, raw)
  SELECT i.sn, i.id, i.callid, i.what, i.name, i.dialect, i."receivedAt", i.facts, i.key, coalesce(k.occurrence + 1, 0),
    i."receivedAt", substring($3::bytea FROM i."rawAt" FOR i."rawLength")
  FROM incoming_events i LEFT JOIN known_events k USING (n) WHERE k.same IS NOT TRUE ORDER BY i.sn, i.key
  ON CONFLICT (sn, digest, occurrence) DO NOTHING
  RETURNING sn, id
), rerecorded AS (
  UPDATE recorded_events e SET last_delivered_at = greatest(e.last_delivered_at, i."receivedAt")
  FROM incoming_events i JOIN known_events k USING (n) WHERE k.same AND e.sn = i.sn AND e.id = k.id
)
SELECT i.n, 'stored' AS status, s.id FROM incoming i JOIN stored s USING (sn, id)
UNION ALL SELECT n, 'duplicate', id FROM known WHERE same
UNION ALL SELECT i.n, 'stored', r.id FROM incoming_events i JOIN recorded r USING (sn, id)
UNION ALL SELECT n, 'duplicate', id FROM known_events WHERE same`;
