import type { Filter } from '../filter.js';
import { Prisma } from '../store/generated/client.js';
import { matching } from '../store/matching.js';

/** One row per transfer with what reports group by and count. Columns that a report does not name cost nothing. */
export function factsOf(filter: Filter): Prisma.Sql {
  return Prisma.sql`SELECT ${FACTS}, ${filter.sight.numbers ? TARGET : MASKED_TARGET} FROM transfers t WHERE ${matching(filter)}`;
}

const TARGET = Prisma.sql`t.target_number AS target`;
/** As history's maskNumber. */
const MASKED_TARGET = Prisma.sql`
  CASE WHEN t.target_kind NOT IN ('outside', 'unknown') THEN t.target_number
    WHEN length(t.target_number) < 7 THEN repeat('*', greatest(3, length(t.target_number)))
    ELSE repeat('*', length(t.target_number) - 2) || right(t.target_number, 2) END AS target`;

const FACTS = Prisma.sql`
  t.sn, t.callid, t.received_at AS at, t.direction, t.kind, t.outcome, t.transferor_basis AS basis,
  t.transferor_ext AS ext,
  CASE WHEN t.transferee_kind <> 'ext' THEN t.transferee_number END AS caller,
  (SELECT m.trunkname FROM members m WHERE m.sn = t.sn AND m.transfer_id = t.id AND m.trunkname <> ''
    ORDER BY m.position LIMIT 1) AS trunk,
  -- The extension that had the call first, whoever handed it on after that.
  CASE WHEN t.hop = 1 THEN t.transferor_ext ELSE (SELECT o.transferor_ext FROM transfers o
    WHERE o.callid = t.callid AND o.sn = t.sn AND o.reported = t.reported ORDER BY o.hop, o.received_at, o.id LIMIT 1)
  END AS first_ext,
  (SELECT count(*)::int FROM transfers o WHERE o.callid = t.callid AND o.sn = t.sn AND o.reported = t.reported) AS in_call,
  CASE WHEN t.kind = 'blind' AND t.outcome = 'answered'
    THEN greatest(0, round(extract(epoch FROM t.answered_at - t.received_at)))::int END AS wait`;
