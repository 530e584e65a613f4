import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Database } from '../../database/database.js';
import { Prisma } from '../../database/generated/client.js';
import { lockOrder } from '../../database/row-lock-order.js';
import type { InferredTransfer, KnownRecord } from '../../transfer/inferred.js';
import { callStart, newId } from '../../transfer/ids.js';
import type { Dialect } from '../../transfer/event.js';
import { MEMBER_FIELDS, partyNumber } from '../../transfer/member.js';
import type { StoryLock } from '../story.store.js';
import type { CallKey } from '../computed-story.js';

/** A call with records and with no transfer that the PBX reported. */
export interface UnreportedCall extends CallKey {
  /** The address of a PBX without a serial number, else empty. */
  sender: string;
  records: KnownRecord[];
  /** Which of the numbers in them are known for extensions. */
  extensions: string[];
}

/** What was inferred from the records of such a call. */
export interface InferredCall extends CallKey {
  sender: string;
  dialect: Dialect;
  inferred: InferredTransfer[];
}

/**
 * The write side of transfers that nobody reported: `reported` is false and their basis `call-record`. They go as soon as
 * the PBX itself has reported a transfer of their call. All of it needs the story lock.
 */
@Injectable()
export class InferredStore {
  constructor(private readonly database: Database) {}

  /** Served by the indexes (callid, sn) of events and transfers. */
  async unreportedCalls(lock: StoryLock, calls: CallKey[]): Promise<UnreportedCall[]> {
    lock.check();
    const rows = await this.database.prisma.$queryRaw<UnreportedCall[]>(unreported(calls));
    return rows.map((row) => ({
      ...row,
      records: row.records.map(({ receivedAt, record }) => ({ receivedAt: new Date(receivedAt), record })),
    }));
  }

  /** Stores the inferred transfers of these calls, and deletes those that are no longer inferred. */
  async keep(lock: StoryLock, calls: InferredCall[]): Promise<void> {
    lock.check();
    const rows = calls.flatMap(toRows);
    await this.remove(await this.database.prisma.$queryRaw<TransferKey[]>(noLongerInferred(calls, rows)));
    await this.database.prisma.$executeRaw(insertInferred(rows));
  }

  /**
   * Deletes the inferred transfers of calls for which the PBX has reported a transfer since. Served by the partial index
   * of unreported ones, which are few.
   */
  async dropInferred(lock: StoryLock, calls: CallKey[]): Promise<void> {
    lock.check();
    await this.remove(
      await this.database.prisma.$queryRaw<TransferKey[]>`
        SELECT t.sn, t.id FROM transfers t, ${recordset(calls)} WHERE t.callid = a.callid AND t.sn = a.sn AND NOT t.reported
          AND EXISTS (SELECT FROM transfers r WHERE r.callid = t.callid AND r.sn = t.sn AND r.sender = t.sender AND r.reported)`,
    );
  }

  /** Selected before, since every DELETE on transfers, even of none, locks the roll-ups. */
  private async remove(rows: TransferKey[]): Promise<void> {
    if (rows.length === 0) return;
    await this.database.prisma.transfer.deleteMany({ where: { OR: rows.map(({ sn, id }) => ({ sn, id })) } });
  }
}

interface TransferKey {
  sn: string;
  id: string;
}

function toRows({ sn, sender, callid, dialect, inferred }: InferredCall) {
  return inferred.map((one) => ({
    ...one,
    sn,
    id: newId(),
    sender,
    callid,
    dialect,
    callStartedAt: callStart(callid),
    transfereeKind: one.members[0].kind,
    transfereeNumber: partyNumber(one.members[0]),
    // Never the identity of an event: a transfer event that comes later is no re-send of this one.
    identity: createHash('sha256')
      .update(JSON.stringify(['call-record', sn, sender, callid, one]))
      .digest('hex'),
  }));
}

const recordset = (calls: CallKey[]) =>
  Prisma.sql`jsonb_to_recordset(${JSON.stringify(calls.map(({ sn, callid }) => ({ sn, callid })))}::jsonb) AS a(sn text, callid text)`;

const unreported = (calls: CallKey[]) => Prisma.sql`
  SELECT a.sn, a.callid, r.sender, r.records, ARRAY(
    SELECT number FROM extensions WHERE sn IN ('', a.sn) AND number = ANY (r.numbers)
    UNION SELECT number FROM members WHERE kind = 'ext' AND number = ANY (r.numbers) AND sn = a.sn
    UNION SELECT m->>'number' FROM recorded_events s CROSS JOIN LATERAL jsonb_array_elements(s.facts->'members') AS m
      WHERE s.callid = a.callid AND s.sn = a.sn AND s.sender = r.sender AND s.what = 'status' AND m->>'kind' = 'ext') AS extensions
  FROM ${recordset(calls)}
  CROSS JOIN LATERAL (
    SELECT e.sender, jsonb_agg(jsonb_build_object('receivedAt', e.received_at, 'record', e.facts || jsonb_build_object('dialect', e.dialect))) AS records,
      array_agg(e.facts->>'from') || array_agg(e.facts->>'to') || array_agg(e.facts->>'answeredBy') AS numbers
    FROM recorded_events e WHERE e.callid = a.callid AND e.sn = a.sn AND e.what = 'record'
    GROUP BY e.sender) r
  WHERE NOT EXISTS (
    SELECT FROM transfers t WHERE t.callid = a.callid AND t.sn = a.sn AND t.sender = r.sender AND (t.reported OR t.frozen))`;

const noLongerInferred = (calls: CallKey[], rows: ReturnType<typeof toRows>) => Prisma.sql`
  SELECT t.sn, t.id FROM transfers t, ${recordset(calls)}
  WHERE t.callid = a.callid AND t.sn = a.sn AND NOT t.reported AND NOT t.frozen
    AND NOT EXISTS (SELECT FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(sn text, identity text)
      WHERE r.sn = t.sn AND decode(r.identity, 'hex') = t.identity)`;

const insertInferred = (rows: ReturnType<typeof toRows>) => Prisma.sql`
  WITH given AS MATERIALIZED (
    SELECT *, decode(identity, 'hex') AS key FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(sn text, id uuid, sender text,
      callid text, dialect text, at timestamptz, "callStartedAt" timestamptz, direction text, transferor text,
      "transfereeKind" text, "transfereeNumber" text, target jsonb, kind text, outcome text, did text, hop int, identity text, members jsonb)
  ), kept AS (
    INSERT INTO transfers (sn, id, sender, callid, dialect, received_at, call_started_at, direction, transferor_ext, transferor_basis,
      transferee_kind, transferee_number, target_kind, target_number, target_answered_by, kind, outcome, did, story_basis, hop,
      reported, identity, last_delivered_at)
    SELECT sn, id, sender, callid, dialect, at, "callStartedAt", direction, transferor, 'call-record', "transfereeKind",
      "transfereeNumber", target->>'kind', target->>'number', target->>'answeredBy', kind, outcome, did, 'call-record', hop,
      false, key, at
    FROM given ORDER BY ${lockOrder('sn', 'key')}
    ON CONFLICT (sn, identity, occurrence) DO NOTHING
    RETURNING sn, id
  )
  INSERT INTO members (sn, transfer_id, position, received_at, ${Prisma.raw(MEMBER_FIELDS.map((name) => `"${name}"`).join(', '))})
  SELECT g.sn, g.id, m.position, g.at, ${Prisma.raw(MEMBER_FIELDS.map((name) => `m.member->>'${name}'`).join(', '))}
  FROM given g JOIN kept USING (sn, id) CROSS JOIN LATERAL jsonb_array_elements(g.members) WITH ORDINALITY AS m(member, position)`;
