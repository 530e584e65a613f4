import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { InferredTransfer, KnownRecord } from '../../transfer/inferred.js';
import { callStart } from '../../transfer/call-id.js';
import type { Dialect } from '../../transfer/event.js';
import { partyNumber } from '../../transfer/member.js';
import { newId } from '../../transfer/new-id.js';
import type { CallKey, StoryLock } from '../story.store.js';

/** A call with records and with no transfer that the PBX reported. */
export interface SilentCall extends CallKey {
  records: KnownRecord[];
  /** Which of the numbers in them are known for extensions. */
  extensions: string[];
}

/** What was inferred from the records of such a call. */
export interface InferredCall extends CallKey {
  dialect: Dialect;
  inferred: InferredTransfer[];
}

/**
 * The write side of transfers that nobody reported: `reported` is false and their basis `call-record`. They give way as
 * soon as the PBX itself has reported a transfer of their call.
 */
@Injectable()
export class InferredStore {
  /** Served by the indexes (callid, sn) of events and transfers. */
  async silentCalls({ client }: StoryLock, calls: CallKey[]): Promise<SilentCall[]> {
    const { rows } = await client.query<SilentCall>(SILENT, [JSON.stringify(calls)]);
    return rows.map((row) => ({
      ...row,
      records: row.records.map(({ receivedAt, record }) => ({ receivedAt: new Date(receivedAt), record })),
    }));
  }

  /** What was inferred before and is no more goes. */
  async keep({ client }: StoryLock, calls: InferredCall[]): Promise<void> {
    const rows = calls.flatMap(({ sn, callid, dialect, inferred }) =>
      inferred.map((one) => ({
        ...one,
        sn,
        id: newId(),
        callid,
        dialect,
        callStartedAt: callStart(callid),
        transfereeKind: one.members[0].kind,
        transfereeNumber: partyNumber(one.members[0]),
        // Never that of an event: one that comes after all is no re-send of this.
        identity: createHash('sha256')
          .update(JSON.stringify(['call-record', sn, callid, one]))
          .digest('hex'),
      })),
    );
    const given = [JSON.stringify(calls.map(({ sn, callid }) => ({ sn, callid }))), JSON.stringify(rows)];
    await forget(client, await client.query<Row>(NO_MORE, given));
    await client.query(KEEP, [given[1]]);
  }

  /** Served by the partial index of unreported ones, which are few. */
  async dropInferred({ client }: StoryLock, calls: CallKey[]): Promise<void> {
    await forget(client, await client.query<Row>(TOLD_AFTER_ALL, [JSON.stringify(calls)]));
  }
}

interface Row {
  sn: string;
  id: string;
}

/** Asked before, since every DELETE on transfers, even of none, locks the rollups. */
async function forget(client: PoolClient, { rows }: { rows: Row[] }): Promise<void> {
  if (rows.length > 0) await client.query(FORGET, [JSON.stringify(rows)]);
}

const CALLS = 'jsonb_to_recordset($1::jsonb) AS a(sn text, callid text)';
const SILENT = `
SELECT a.sn, a.callid, r.records, ARRAY(
  SELECT number FROM extensions WHERE sn IN ('', a.sn) AND number = ANY (r.numbers)
  UNION SELECT number FROM members WHERE kind = 'ext' AND number = ANY (r.numbers) AND sn = a.sn
  UNION SELECT m->>'number' FROM recorded_events s CROSS JOIN LATERAL jsonb_array_elements(s.facts->'members') AS m
    WHERE s.callid = a.callid AND s.sn = a.sn AND s.what = 'status' AND m->>'kind' = 'ext') AS extensions
FROM ${CALLS}
CROSS JOIN LATERAL (
  SELECT jsonb_agg(jsonb_build_object('receivedAt', e.received_at, 'record', e.facts || jsonb_build_object('dialect', e.dialect))) AS records,
    array_agg(e.facts->>'from') || array_agg(e.facts->>'to') || array_agg(e.facts->>'answeredBy') AS numbers
  FROM recorded_events e WHERE e.callid = a.callid AND e.sn = a.sn AND e.what = 'record') r
WHERE r.records IS NOT NULL AND NOT EXISTS (
  SELECT FROM transfers t WHERE t.callid = a.callid AND t.sn = a.sn AND (t.reported OR t.frozen))`;

const ROWS = `jsonb_to_recordset($2::jsonb) AS r(sn text, identity text)`;
const FORGET = `
DELETE FROM transfers t USING jsonb_to_recordset($1::jsonb) AS g(sn text, id uuid) WHERE t.sn = g.sn AND t.id = g.id`;
const NO_MORE = `
SELECT t.sn, t.id FROM transfers t, ${CALLS} WHERE t.callid = a.callid AND t.sn = a.sn AND NOT t.reported AND NOT t.frozen
  AND NOT EXISTS (SELECT FROM ${ROWS} WHERE r.sn = t.sn AND decode(r.identity, 'hex') = t.identity)`;

const KEEP = `
WITH given AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS r(sn text, id uuid, callid text, dialect text, at timestamptz,
    "callStartedAt" timestamptz, direction text, transferor text, "transfereeKind" text, "transfereeNumber" text, target jsonb,
    kind text, outcome text, hop int, identity text, members jsonb)
), kept AS (
  INSERT INTO transfers (sn, id, callid, dialect, received_at, call_started_at, direction, transferor_ext, transferor_basis,
    transferee_kind, transferee_number, target_kind, target_number, target_answered_by, kind, outcome, story_basis, hop,
    reported, identity, last_delivered_at)
  SELECT sn, id, callid, dialect, at, "callStartedAt", direction, transferor, 'call-record', "transfereeKind",
    "transfereeNumber", target->>'kind', target->>'number', target->>'answeredBy', kind, outcome, 'call-record', hop,
    false, decode(identity, 'hex'), at
  FROM given ORDER BY sn COLLATE "C", identity
  ON CONFLICT (sn, identity, occurrence) DO NOTHING
  RETURNING sn, id
)
INSERT INTO members (sn, transfer_id, position, kind, number, "from", "to", trunkname, received_at)
SELECT g.sn, g.id, m.position, m.member->>'kind', m.member->>'number', m.member->>'from', m.member->>'to',
  m.member->>'trunkname', g.at
FROM given g JOIN kept USING (sn, id) CROSS JOIN LATERAL jsonb_array_elements(g.members) WITH ORDINALITY AS m(member, position)`;

const TOLD_AFTER_ALL = `
SELECT t.sn, t.id FROM transfers t, ${CALLS} WHERE t.callid = a.callid AND t.sn = a.sn AND NOT t.reported
  AND EXISTS (SELECT FROM transfers r WHERE r.callid = t.callid AND r.sn = t.sn AND r.reported)`;
