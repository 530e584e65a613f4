import { Prisma } from '../store/generated/client.js';
import { BASES, COUNTED, factsOf, OUTCOMES } from '../store/report-facts.js';
import { changedDays, ROLLED } from '../store/rollup-store.js';
import { groupingOf } from './groupings.reader.js';
import type { Bounded, By } from './report.query.js';

/** By the time of the day or by PBX: answered from the quarters of an hour. */
const TIMED: By[] = ['hour', 'day', 'week', 'month', 'weekday-hour', 'pbx'];
/** What may stand beside a period: a roll-up tells PBXs apart and holds what was reported. */
const KNOWN = ['from', 'to', 'tz', 'sn', 'role', 'reported', 'sight'];

/** These hold outside numbers, which not everybody may see. */
const WITH_TARGET: By[] = ['target', 'pair', 'route'];

export function isRolled(by: By, filter: Bounded): boolean {
  const asked = Object.entries(filter).filter(([, value]) => value !== undefined);
  return (
    (TIMED.includes(by) || ROLLED.some((rolled) => rolled === by)) &&
    filter.reported === true &&
    filter.sight.extensions === null &&
    (filter.sight.numbers || !WITH_TARGET.includes(by)) &&
    asked.every(([name]) => KNOWN.includes(name))
  );
}

/**
 * Whole days from what is kept of them, where that is right at this moment; the ends of the period, today, and days that
 * somebody has just changed from their rows. Served by the primary keys of report_days and report_rollups, and by the
 * indexes (tx, id), (told_tx, id) and (received_at, id) of transfers.
 */
export function rolledFigures(by: By, filter: Bounded, horizon: string): Prisma.Sql {
  const timed = TIMED.includes(by);
  const key = Prisma.sql`jsonb_build_array(${Prisma.join(Object.values(groupingOf(by, filter)))})`;
  const pbxes = [filter.sn, filter.sight.pbxes].filter((one) => one !== undefined && one !== null);
  const ofPbx = Prisma.join(
    [Prisma.empty, ...pbxes.map((sns) => Prisma.sql`f.sn = ANY(${sns}::text[])`)],
    ' AND ',
  );
  const gap = Prisma.sql`AND t.received_at >= g.since AND t.received_at < g.till`;
  const { from, to, ...rest } = filter;
  const rows = factsOf({ ...rest, from: null, to: null }, gap);
  return Prisma.sql`
  WITH right_days AS MATERIALIZED (
    SELECT d.day, d.day::timestamp AT TIME ZONE 'UTC' AS since, (d.day + 1)::timestamp AT TIME ZONE 'UTC' AS till
    FROM report_days d
    WHERE d.day::timestamp AT TIME ZONE 'UTC' >= ${from} AND (d.day + 1)::timestamp AT TIME ZONE 'UTC' <= ${to}
      AND d.day NOT IN (${changedDays(horizon)})
      AND ${horizon}::xid8 <= pg_snapshot_xmax(pg_current_snapshot())
  ), gaps AS (
    SELECT * FROM (
      SELECT coalesce(lag(till) OVER (ORDER BY since), ${from}::timestamptz) AS since, since AS till
      FROM (SELECT since, till FROM right_days UNION ALL SELECT ${to}::timestamptz, ${to}::timestamptz) d
    ) g WHERE since < till
  ), parts AS MATERIALIZED (
    SELECT ${timed ? key : Prisma.sql`f.key`} AS key, f.sn, ${SUMMED}, f.alone, f.chained, f.waits
    FROM right_days d JOIN report_rollups f USING (day)
    WHERE f."by" = ${timed ? 'time' : by} ${ofPbx}
    UNION ALL
    SELECT ${key}, f.sn, ${COUNTED}, 0, array_agg(DISTINCT f.callid), array_agg(f.wait) FILTER (WHERE f.wait IS NOT NULL)
    FROM gaps g CROSS JOIN LATERAL (${rows}) f GROUP BY 1, 2
  ), figures AS (
    SELECT key, ${SUMS}, sum(alone) AS calls, NULL::float8 AS median FROM parts GROUP BY GROUPING SETS ((key), ())
    UNION ALL
    SELECT key, ${ZEROS}, count(DISTINCT (sn, callid)), NULL FROM parts, unnest(chained) callid
    GROUP BY GROUPING SETS ((key), ())
    UNION ALL
    SELECT key, ${ZEROS}, 0, percentile_cont(0.5) WITHIN GROUP (ORDER BY wait) FROM parts, unnest(waits) wait
    GROUP BY GROUPING SETS ((key), ())
  )
  SELECT key, ${TOTALS}, sum(calls)::int AS calls, max(median) AS "medianSecondsToAnswer"
  FROM figures GROUP BY key HAVING sum(transfers) > 0`;
}

const COUNTERS = ['transfers', ...OUTCOMES, ...BASES];
const SUMMED = Prisma.join(COUNTERS.map((name) => Prisma.raw(`f.${name}`)));
const SUMS = Prisma.join(COUNTERS.map((name) => Prisma.raw(`sum(${name}) AS ${name}`)));
const ZEROS = Prisma.join(COUNTERS.map(() => Prisma.raw('0')));
const TOTALS = Prisma.join(COUNTERS.map((name) => Prisma.raw(`sum(${name})::int AS ${name}`)));
