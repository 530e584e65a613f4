import { Prisma } from '../../database/generated/client.js';
import { lockOrder } from '../../database/row-lock-order.js';
import { CALL_SPAN } from '../../filter/sql/call-span.js';
import type { Reach } from '../engine/evidence/related.js';

/** What the last pass read, as a snapshot, and the oldest transaction that it did not. */
export interface Progress {
  seen: string;
  since: string;
  /** Nothing is known of a last pass in this server. */
  anew: boolean;
}

// At first everything is new; once more in a database that was restored on another server, which counts transactions
// anew.
export const PROGRESS = Prisma.sql`
SELECT CASE WHEN anew THEN '1:1:' ELSE seen::text END AS seen,
  CASE WHEN anew THEN '1' ELSE pg_snapshot_xmin(seen)::text END AS since, anew
FROM (SELECT seen, coalesce(pg_snapshot_xmax(seen) > pg_snapshot_xmax(pg_current_snapshot()), true) AS anew
  FROM (SELECT (SELECT seen FROM story_progress) AS seen) p) p`;

const interval = (ms: number) => Prisma.sql`${`${ms} milliseconds`}::text::interval`;

/** Of fresh(sn, callid): the calls with transfers on which events of those calls bear. */
const touched = ({ before, after }: Reach) => Prisma.sql`
  SELECT f.sn, f.callid FROM fresh f WHERE EXISTS (SELECT FROM transfers t WHERE t.callid = f.callid AND t.sn = f.sn)
  UNION
  SELECT t.sn, t.callid FROM fresh f
  JOIN call_parties h ON h.sn = f.sn AND h.callid = f.callid AND NOT h.transferred
  JOIN call_parties t ON t.sn = h.sn AND t.party = h.party AND t.transferred
    AND t.at BETWEEN h.at - ${interval(before)} AND h.at + ${interval(after)}`;

// With two people in it and nothing else known, a transfer is stored as its story would be: many PBXes push no other
// events. Of one person, or of three, the transfer itself says more.
const hasStory = ({ before, after }: Reach) => Prisma.sql`
  (SELECT count(*) FROM members m WHERE m.sn = a.sn AND m.transfer_id = a.id) <> 2
  OR (SELECT count(DISTINCT party) FROM call_parties p WHERE p.sn = a.sn AND p.callid = a.callid AND p.transferred) <> 2
  OR EXISTS (SELECT FROM transfers o WHERE o.callid = a.callid AND o.sn = a.sn AND o.id <> a.id)
  OR EXISTS (SELECT FROM recorded_events e WHERE e.callid = a.callid AND e.sn = a.sn)
  OR EXISTS (SELECT FROM call_parties t
    JOIN call_parties h ON h.sn = t.sn AND h.party = t.party AND NOT h.transferred
      AND h.at BETWEEN t.at - ${interval(after)} AND t.at + ${interval(before)}
    WHERE t.sn = a.sn AND t.callid = a.callid AND t.transferred)`;

/**
 * What is new since the last pass: which calls that bears on, which calls got a record that is not their only one, and
 * the snapshot of this pass.
 */
export function newSince({ seen, since, anew }: Progress, reach: Reach): Prisma.Sql {
  // Above this snapshot's own end are only the ids of another server, from before a restore.
  const isNew = Prisma.sql`created_tx >= ${since}::text::xid8 AND NOT pg_visible_in_snapshot(created_tx, ${seen}::text::pg_snapshot)
    AND (${anew}::bool OR created_tx < pg_snapshot_xmax(pg_current_snapshot()))`;
  return Prisma.sql`
  WITH fresh AS MATERIALIZED (SELECT DISTINCT sn, callid FROM recorded_events WHERE ${isNew}),
  recorded AS (SELECT DISTINCT sn, callid FROM recorded_events e WHERE what = 'record' AND ${isNew}
    AND EXISTS (SELECT FROM recorded_events o WHERE o.callid = e.callid AND o.sn = e.sn AND o.what = 'record' AND o.id <> e.id)),
  arrived AS MATERIALIZED (SELECT sn, id, callid FROM transfers WHERE ${isNew}),
  affected AS (SELECT a.sn, a.callid FROM arrived a WHERE ${hasStory(reach)} UNION ${touched(reach)})
  SELECT EXISTS (SELECT FROM fresh) OR EXISTS (SELECT FROM arrived) AS any, pg_current_snapshot()::text AS snapshot,
    coalesce((SELECT jsonb_agg(jsonb_build_object('sn', sn, 'callid', callid)) FROM affected), '[]') AS calls,
    coalesce((SELECT jsonb_agg(jsonb_build_object('sn', sn, 'callid', callid)) FROM recorded), '[]') AS recorded`;
}

/** Freezes the transfers on which purged events bear that were received before `cutoff`, or later in the same call. */
export const freezeTransfers = (purged: Prisma.Sql, cutoff: Date, reach: Reach) => Prisma.sql`
WITH fresh AS MATERIALIZED (SELECT DISTINCT sn, callid FROM ${purged}),
frozen AS MATERIALIZED (
  SELECT t.sn, t.id FROM (${touched(reach)}) c JOIN transfers t ON t.sn = c.sn AND t.callid = c.callid
  WHERE NOT t.frozen AND t.received_at < ${cutoff}::timestamptz + ${CALL_SPAN} ORDER BY ${lockOrder('t.sn', 't.identity')} FOR NO KEY UPDATE OF t)
UPDATE transfers t SET frozen = true FROM frozen s WHERE t.sn = s.sn AND t.id = s.id`;
