import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Prisma } from '../database/generated/client.js';
import { lockOrder } from '../database/row-lock-order.js';
import { CALL_SPAN } from '../filter/sql/call-span.js';

/** The kinds of data with a time of retention. Each is found by the index on its time, except raw bytes. */
export const KINDS = ['transfers', 'raw', 'events', 'quarantine'] as const;
export type Kind = (typeof KINDS)[number];

/** Small enough that no writer waits long for it. */
const BATCH = 5_000;

/** The oldest BATCH from before that time. */
const SOME: Record<Exclude<Kind, 'events'>, (before: Date) => Prisma.Sql> = {
  transfers: oldTransfers,
  raw: (before) => Prisma.sql`UPDATE transfers SET raw = NULL WHERE (sn, id) IN (
    SELECT sn, id FROM transfers WHERE received_at < ${before} AND raw IS NOT NULL ORDER BY received_at LIMIT ${BATCH})`,
  quarantine: (before) => Prisma.sql`DELETE FROM quarantined_bodies WHERE (sn, id) IN (
    SELECT sn, id FROM quarantined_bodies WHERE first_at < ${before} ORDER BY first_at LIMIT ${BATCH})`,
};

/**
 * What stays of the same calls is frozen: without the transfers before it, its place in the call and its story would come out
 * otherwise. Served by the index (callid, sn).
 */
function oldTransfers(before: Date): Prisma.Sql {
  return Prisma.sql`
    WITH gone AS MATERIALIZED (
      SELECT sn, id, callid FROM transfers WHERE received_at < ${before} ORDER BY received_at LIMIT ${BATCH}
    ), rest AS MATERIALIZED (
      SELECT t.sn, t.id FROM (SELECT DISTINCT sn, callid FROM gone) c
      JOIN transfers t ON t.callid = c.callid AND t.sn = c.sn AND NOT t.frozen
        AND t.received_at >= ${before} AND t.received_at < ${before}::timestamptz + ${CALL_SPAN}
      ORDER BY ${lockOrder('t.sn', 't.identity')} FOR NO KEY UPDATE OF t
    ), frozen AS (UPDATE transfers t SET frozen = true FROM rest r WHERE t.sn = r.sn AND t.id = r.id)
    DELETE FROM transfers t USING gone g WHERE t.sn = g.sn AND t.id = g.id`;
}

@Injectable()
export class RetentionStore {
  constructor(private readonly database: Database) {}

  /** How many there are from before that time. */
  async count(kind: Kind, before: Date): Promise<number> {
    const { transfer, recordedEvent, quarantinedBody } = this.database.prisma;
    switch (kind) {
      case 'transfers':
        return transfer.count({ where: { receivedAt: { lt: before } } });
      case 'raw':
        return transfer.count({ where: { receivedAt: { lt: before }, raw: { not: null } } });
      case 'events':
        return recordedEvent.count({ where: { receivedAt: { lt: before } } });
      case 'quarantine':
        return quarantinedBody.count({ where: { firstAt: { lt: before } } });
    }
  }

  /** Deletes them (of `raw` only the bytes) in small transactions. Returns how many. Not for events. */
  async drop(kind: Exclude<Kind, 'events'>, before: Date): Promise<number> {
    for (let dropped = 0; ;) {
      const some = await this.database.prisma.$executeRaw(SOME[kind](before));
      dropped += some;
      if (some < BATCH) return dropped;
    }
  }
}
