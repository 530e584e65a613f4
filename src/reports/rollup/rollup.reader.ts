import { Prisma } from '../../database/generated/client.js';
import { type Bounded, isTime } from '../dimensions/dimension.js';
import { type By, dimensionOf } from '../dimensions/dimensions.js';
import { SUMMABLE } from '../figures.js';
import { COUNTED, factsOf, jsonOf, groupingOf } from '../sql/facts.js';
import { changedDays, COUNTED_BY, LARGEST } from './rollup.store.js';

/** The filters that rollups can answer: they are kept per PBX, and hold reported transfers only. */
const KNOWN = ['from', 'to', 'tz', 'sn', 'role', 'reported', 'visibility'];

/** Whether the rollups can answer. They hold outside numbers as they are, so that nothing masked can be read from them. */
export function isRolled(by: By, filter: Bounded): boolean {
  const dimension = dimensionOf(by);
  const asked = Object.entries(filter).filter(([, value]) => value !== undefined);
  return (
    (isTime(dimension) || dimension.rolledUp) &&
    filter.reported === true &&
    filter.visibility.extensions === null &&
    (filter.visibility.numbers || dimension.outsideNumbers === 'never') &&
    asked.every(([name]) => KNOWN.includes(name))
  );
}

/**
 * Whole days are read from the largest blocks that are kept of them and right at this moment; the ends of the period,
 * today, and days that have just changed are read from the rows. Served by the primary keys of report_blocks and report_rollups,
 * by the index of the calls in several blocks, and by (created_tx, id), (changed_tx, id) and (received_at, id) of transfers.
 */
export function rolledFigures(by: By, filter: Bounded, horizon: string): Prisma.Sql {
  const timed = isTime(dimensionOf(by));
  const key = jsonOf(groupingOf(by, filter));
  const { from, to, ...rest } = filter;
  const gap = Prisma.sql`AND t.received_at >= g.since AND t.received_at < g.till OFFSET 0`;
  return Prisma.sql`
  WITH changed AS MATERIALIZED (${changedDays(horizon)}),
  fit AS (
    SELECT b.day, b.days, b.day::timestamp AT TIME ZONE 'UTC' AS since, (b.day + b.days)::timestamp AT TIME ZONE 'UTC' AS till
    FROM report_blocks b
    WHERE b.day::timestamp AT TIME ZONE 'UTC' >= ${from} AND (b.day + b.days)::timestamp AT TIME ZONE 'UTC' <= ${to}
      AND b.days <= ${timed ? 1 : LARGEST} AND b.counted_by = ${COUNTED_BY}
      AND NOT EXISTS (SELECT FROM changed c WHERE c.day >= b.day AND c.day < b.day + b.days)
      AND ${horizon}::xid8 <= pg_snapshot_xmax(pg_current_snapshot())
  ), blocks AS MATERIALIZED ( -- the small ones lie whole in the large
    SELECT * FROM (
      SELECT fit.*, max(till) OVER (ORDER BY day, days DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached FROM fit
    ) b WHERE reached IS NULL OR reached <= since
  ), gaps AS (
    SELECT * FROM (
      SELECT coalesce(lag(till) OVER (ORDER BY since), ${from}::timestamptz) AS since, since AS till
      FROM (SELECT since, till FROM blocks UNION ALL SELECT ${to}::timestamptz, ${to}::timestamptz) d
    ) g WHERE since < till
  ), rest AS MATERIALIZED (
    SELECT ${key} AS key, f.sn, f.callid, f.outcome, f.basis, f.wait
    FROM gaps g CROSS JOIN LATERAL (${factsOf({ ...rest, from: null, to: null }, gap)}) f
  )
  ${figures(timed ? 'time' : by, timed ? key : Prisma.sql`f.key`, Prisma.sql`f.key`, filter)}
  UNION ALL
  ${figures('pbx', ALL, ALL, filter)}`;
}

const ALL = Prisma.sql`NULL::text`;

/** What the blocks and the rest have of each key. */
function figures(
  by: string,
  ofBlock: Prisma.Sql,
  ofRest: Prisma.Sql,
  { sn, visibility }: Bounded,
): Prisma.Sql {
  const pbxes = [sn, visibility.pbxes].filter((one) => one !== undefined && one !== null);
  // One block after the other, by the primary key: no statistics can mislead the planner.
  const kept = (columns: Prisma.Sql, which = Prisma.empty) => Prisma.sql`
    SELECT ${columns} FROM blocks b CROSS JOIN LATERAL (SELECT * FROM report_rollups f
      WHERE f.day = b.day AND f.days = b.days AND f."by" = ${by}
        ${Prisma.join([Prisma.empty, ...pbxes.map((sns) => Prisma.sql`f.sn = ANY(${sns}::text[])`)], ' AND ')} ${which} OFFSET 0) f`;
  return Prisma.sql`
  SELECT key, ${TOTALS}, sum(calls)::int AS calls,
    (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY wait) FROM unnest(('{' || string_agg(waits, ',') || '}')::int[]) wait)
      AS "medianSecondsToAnswer"
  FROM (
    ${kept(Prisma.sql`${ofBlock} AS key, ${SUMMED}, f.whole AS calls, f.waits`)}
    UNION ALL
    SELECT ${ofRest}, ${COUNTED}, 0, string_agg(f.wait::text, ',') FROM rest f GROUP BY 1
    UNION ALL
    SELECT key, ${ZEROS}, count(*), NULL FROM (
      SELECT ${ofRest} AS key, f.sn, f.callid FROM rest f
      UNION
      ${kept(Prisma.sql`${ofBlock}, f.sn, unnest(f.across)`, Prisma.sql`AND f.across IS NOT NULL`)}
    ) f GROUP BY 1
  ) f GROUP BY key HAVING sum(transfers) > 0`;
}

const SUMMED = Prisma.join(SUMMABLE.map((name) => Prisma.raw(`f.${name}`)));
const ZEROS = Prisma.join(SUMMABLE.map(() => Prisma.raw('0')));
const TOTALS = Prisma.join(SUMMABLE.map((name) => Prisma.raw(`sum(${name})::int AS ${name}`)));
