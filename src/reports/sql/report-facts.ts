import type { Filter } from '../../filter/filter.js';
import { Prisma } from '../../database/generated/client.js';
import { matching, visibleRows } from '../../filter/sql/where.js';

/** One row per transfer, `f`, with what reports group by and count. Columns that a report does not name cost nothing. */
export function factsOf(filter: Filter, more = Prisma.empty): Prisma.Sql {
  const sameCall = Prisma.sql`FROM transfers t
    WHERE ${Prisma.join([Prisma.sql`t.callid = c.of_call`, Prisma.sql`t.sn = c.of_sn`, ...visibleRows(filter.visibility)], ' AND ')}`;
  return Prisma.sql`SELECT ${facts(sameCall)}, ${filter.visibility.numbers ? TARGET : MASKED_TARGET}
    FROM transfers t CROSS JOIN LATERAL (SELECT t.callid AS of_call, t.sn AS of_sn) c WHERE ${matching(filter)} ${more}`;
}

const TARGET = Prisma.sql`t.target_number AS target`;
/** As history's maskNumber. */
const MASKED_TARGET = Prisma.sql`
  CASE WHEN t.target_kind NOT IN ('outside', 'unknown') THEN t.target_number
    WHEN length(t.target_number) < 7 THEN repeat('*', greatest(3, length(t.target_number)))
    ELSE repeat('*', length(t.target_number) - 2) || right(t.target_number, 2) END AS target`;

/** @param sameCall the transfers of the call, as far as one may see them */
const facts = (sameCall: Prisma.Sql) => Prisma.sql`
  t.sn, t.callid, t.received_at AS at, t.direction, t.kind, t.outcome, t.transferor_basis AS basis,
  t.transferor_ext AS ext,
  CASE WHEN t.transferee_kind <> 'ext' THEN t.transferee_number END AS caller,
  (SELECT m.trunkname FROM members m WHERE m.sn = t.sn AND m.transfer_id = t.id AND m.trunkname <> ''
    ORDER BY m.position LIMIT 1) AS trunk,
  -- The extension that had the call first, whoever handed it on after that; unknown to those who may not see it.
  CASE WHEN t.hop = 1 THEN t.transferor_ext
    ELSE (SELECT t.transferor_ext ${sameCall} AND t.hop = 1 ORDER BY t.received_at, t.id LIMIT 1) END AS first_ext,
  (SELECT max(t.hop) ${sameCall}) AS in_call,
  (SELECT min(t.received_at) ${sameCall}) AS call_from,
  (SELECT max(t.received_at) ${sameCall}) AS call_to,
  -- Nobody may know when it was answered; greatest() would make 0 of that.
  CASE WHEN t.kind = 'blind' AND t.outcome = 'answered' AND t.answered_at IS NOT NULL
    THEN greatest(0, round(extract(epoch FROM t.answered_at - t.received_at)))::int END AS wait`;

/** By what transfers are told apart, besides the time: each key of a report's rows, over facts `f`. */
export const CATEGORIES = {
  ext: { ext: Prisma.sql`f.ext` },
  target: { target: Prisma.sql`f.target` },
  pair: { from: Prisma.sql`f.ext`, to: Prisma.sql`f.target` },
  caller: { number: Prisma.sql`f.caller` },
  trunk: { trunk: Prisma.sql`f.trunk` },
  direction: { direction: Prisma.sql`f.direction` },
  kind: { kind: Prisma.sql`f.kind` },
  outcome: { outcome: Prisma.sql`f.outcome` },
  chain: { transfersInCall: Prisma.sql`f.in_call` },
  route: { trunk: Prisma.sql`f.trunk`, ext: Prisma.sql`f.first_ext`, target: Prisma.sql`f.target` },
  pbx: { sn: Prisma.sql`nullif(f.sn, '')` },
} satisfies Record<string, Record<string, Prisma.Sql>>;

/** What a row of a report stands for, as one value: text, since that is the quickest to group by. */
export const jsonOf = (keys: Prisma.Sql[]) => Prisma.sql`jsonb_build_array(${Prisma.join(keys)})::text`;

export const OUTCOMES = ['answered', 'unanswered', 'returned', 'failed', 'abandoned', 'unknown'];
export const BASES = ['certain', 'inferred', 'unattributed'];

/** The counts of facts `f` that add up, in the order of OUTCOMES and BASES. */
export const COUNTED = Prisma.sql`count(*)::int AS transfers,
  ${Prisma.join(OUTCOMES.map((outcome) => Prisma.sql`count(*) FILTER (WHERE f.outcome = ${Prisma.raw(`'${outcome}'`)})::int AS ${Prisma.raw(outcome)}`))},
  count(*) FILTER (WHERE f.basis IN ('only-extension', 'story'))::int AS certain,
  count(*) FILTER (WHERE f.basis NOT IN ('only-extension', 'story', 'unknown'))::int AS inferred,
  count(*) FILTER (WHERE f.basis = 'unknown')::int AS unattributed`;
