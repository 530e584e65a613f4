import { PLANNED } from '../../database/connections.js';
import { Prisma } from '../../database/generated/client.js';
import { byLockOrder, lockOrder } from '../../database/row-lock-order.js';
import { MEMBER_FIELDS } from '../../transfer/member.js';
import { partiesOf, partiesOfTransfer } from '../../transfer/parties.js';
import { KNOWN_EVENTS, KNOWN_TRANSFERS } from './resend.js';
import type { EventEntry, TransferEntry, BatchEntry } from '../entry.js';

/**
 * Writes a batch and says of each entry what came of it; one that another writer is just committing is not in
 * the answer. Its values are the transfers, the recorded events, and all their raw bytes one after the other,
 * and each row holds the position and length of its own: in JSON the bytes would take twice the room.
 */
export function writeStatement(batch: BatchEntry[]): Pick<Prisma.Sql, 'text' | 'values'> {
  const transfers: object[] = [];
  const events: object[] = [];
  const raws: Buffer[] = [];
  let rawAt = 1; // substring() counts from 1
  for (const { n, entry } of inLockOrder(batch)) {
    if (entry.what === 'transfer') transfers.push(transferColumns(entry, n, rawAt));
    else events.push(eventColumns(entry, n, rawAt));
    raws.push(entry.raw);
    rawAt += entry.raw.length;
  }
  return { text: WRITE, values: [JSON.stringify(transfers), JSON.stringify(events), Buffer.concat(raws)] };
}

const inLockOrder = (batch: BatchEntry[]) =>
  batch.map((entry, n) => ({ n, entry, ...keyOf(entry) })).sort(byLockOrder);

const keyOf = (entry: BatchEntry) =>
  entry.what === 'transfer'
    ? { sn: entry.transfer.sn, key: entry.identity.digest }
    : { sn: entry.event.sn, key: entry.digest };

// Each row is one object literal, since V8 makes a hash table of one that is spread together, which takes four times the memory.
function transferColumns(
  { transfer: t, identity, sender, deliveries, raw }: TransferEntry,
  n: number,
  rawAt: number,
) {
  return {
    n,
    rawAt,
    rawLength: raw.length,
    sn: t.sn,
    id: t.id,
    sender,
    callid: t.callid,
    dialect: t.dialect,
    receivedAt: t.receivedAt,
    callStartedAt: t.callStartedAt,
    direction: t.direction,
    transferorExt: t.transferor.ext,
    transferorBasis: t.transferor.basis,
    transfereeKind: t.transferee?.kind,
    transfereeNumber: t.transferee?.number,
    identity: identity.digest,
    legs: identity.legs,
    hasOwnLegs: identity.hasOwnLegs,
    deliveries,
    members: t.members,
    parties: partiesOfTransfer(t),
  };
}

function eventColumns(
  { id, event, sender, receivedAt, digest, subjects, raw }: EventEntry,
  n: number,
  rawAt: number,
) {
  const { what, name, dialect, sn, callid, ...facts } = event;
  return {
    n,
    rawAt,
    rawLength: raw.length,
    sn,
    id,
    sender,
    callid,
    what,
    name,
    dialect,
    receivedAt,
    facts,
    digest,
    subjects,
    parties: partiesOf(event),
  };
}

// Served by the unique indexes (sn, identity, occurrence) and (sn, digest, occurrence). One text for all batches, since
// joining and naming it takes time: $1 transfers, $2 recorded events, $3 raw bytes.
const { text: WRITE } = Prisma.sql`${PLANNED}
WITH raws AS MATERIALIZED (SELECT $3::bytea AS bytes), incoming AS MATERIALIZED (
  SELECT *, decode("identity", 'hex') AS key FROM jsonb_to_recordset($1::jsonb) AS t(
    n int, sn text, id uuid, sender text, callid text, dialect text, "receivedAt" timestamptz, "callStartedAt" timestamptz, direction text,
    "transferorExt" text, "transferorBasis" text, "transfereeKind" text, "transfereeNumber" text,
    "identity" text, legs jsonb, "hasOwnLegs" bool, deliveries int, "rawAt" int, "rawLength" int, members jsonb, parties jsonb)
), known AS (${Prisma.raw(KNOWN_TRANSFERS)}
), stored AS (
  INSERT INTO transfers (sn, id, sender, callid, dialect, received_at, call_started_at, direction, transferor_ext, transferor_basis,
    transferee_kind, transferee_number, identity, occurrence, deliveries, last_delivered_at, raw)
  SELECT i.sn, i.id, i.sender, i.callid, i.dialect, i."receivedAt", i."callStartedAt", i.direction, i."transferorExt", i."transferorBasis",
    i."transfereeKind", i."transfereeNumber", i.key, coalesce(k.occurrence + 1, 0), i.deliveries, i."receivedAt",
    substring((SELECT bytes FROM raws) FROM i."rawAt" FOR i."rawLength")
  FROM incoming i LEFT JOIN known k USING (n) WHERE k.same IS NOT TRUE ORDER BY ${lockOrder('i.sn', 'i.key')}
  ON CONFLICT (sn, identity, occurrence) DO NOTHING
  RETURNING sn, id
), with_members AS (
  INSERT INTO members (sn, transfer_id, position, received_at, ${Prisma.raw(MEMBER_FIELDS.map((name) => `"${name}"`).join(', '))})
  SELECT i.sn, i.id, m.position, i."receivedAt", ${Prisma.raw(MEMBER_FIELDS.map((name) => `m.member->>'${name}'`).join(', '))}
  FROM incoming i JOIN stored USING (sn, id)
  CROSS JOIN LATERAL jsonb_array_elements(i.members) WITH ORDINALITY AS m(member, position)
), redelivered AS (
  UPDATE transfers t SET deliveries = t.deliveries + i.deliveries,
    last_delivered_at = greatest(t.last_delivered_at, i."receivedAt")
  FROM incoming i JOIN known k USING (n)
  WHERE k.same AND t.sn = i.sn AND t.id = k.id AND k.id <> i.id -- its own id: a commit whose answer was lost, written again
), incoming_events AS MATERIALIZED (
  SELECT *, decode(digest, 'hex') AS key FROM jsonb_to_recordset($2::jsonb) AS e(
    n int, sn text, id uuid, sender text, callid text, what text, name text, dialect text, "receivedAt" timestamptz, facts jsonb, digest text,
    subjects jsonb, "rawAt" int, "rawLength" int, parties jsonb)
), known_events AS (${Prisma.raw(KNOWN_EVENTS)}
), recorded AS (
  INSERT INTO recorded_events (sn, id, sender, callid, what, name, dialect, received_at, facts, digest, occurrence, last_delivered_at, raw)
  SELECT i.sn, i.id, i.sender, i.callid, i.what, i.name, i.dialect, i."receivedAt", i.facts, i.key, coalesce(k.occurrence + 1, 0),
    i."receivedAt", substring((SELECT bytes FROM raws) FROM i."rawAt" FOR i."rawLength")
  FROM incoming_events i LEFT JOIN known_events k USING (n) WHERE k.same IS NOT TRUE ORDER BY ${lockOrder('i.sn', 'i.key')}
  ON CONFLICT (sn, digest, occurrence) DO NOTHING
  RETURNING sn, id
), parties AS (
  INSERT INTO call_parties (sn, callid, party, transferred, at)
  SELECT i.sn, i.callid, p.party, true, i."receivedAt"
  FROM incoming i JOIN stored USING (sn, id) CROSS JOIN LATERAL jsonb_array_elements_text(i.parties) AS p(party)
  UNION ALL
  SELECT i.sn, i.callid, p.party, false, min(i."receivedAt")
  FROM incoming_events i JOIN recorded USING (sn, id) CROSS JOIN LATERAL jsonb_array_elements_text(i.parties) AS p(party)
  WHERE ((SELECT min(c.at) FROM call_parties c -- one look into the index per party, where NOT EXISTS becomes a join with all of the table
    WHERE c.sn = i.sn AND c.callid = i.callid AND c.party = p.party AND NOT c.transferred) <= i."receivedAt") IS NOT TRUE
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
