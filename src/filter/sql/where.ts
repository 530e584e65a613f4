import type { Filter } from '../filter.js';
import type { HoursOfDay } from '../values.js';
import { Prisma } from '../../database/generated/client.js';
import { localTimestamp } from './local-time.js';
import { isNumber, NUMBER_PARTS, takesPart, TRUNK_PARTS, visibleParts, within } from './parties.js';
import { visibleHop, visibleRows } from './visible.js';

/**
 * A filter as the conditions of a WHERE over `transfers t`: what it means for the list, the exports, the stream and the
 * reports alike. Served by the index that schema.prisma names for each parameter; hours and weekdays by that of the time.
 */
export function matching(filter: Filter): Prisma.Sql {
  const { callid, ext, number, did, trunk, sn, direction, outcome, kind, group, hours, weekdays } = filter;
  const conditions = [
    ...visibleRows(filter.visibility),
    ...within(Prisma.sql`t`, filter),
    callid && isOneOf(Prisma.sql`t.callid`, callid),
    sn && isOneOf(Prisma.sql`t.sn`, sn),
    did && isOneOf(Prisma.sql`t.did`, did),
    direction && isOneOf(Prisma.sql`t.direction`, direction),
    outcome && isOneOf(Prisma.sql`t.outcome`, outcome),
    kind && isOneOf(Prisma.sql`t.kind`, kind),
    ...isReported(filter.reported),
    ext && takesPart(visibleParts(filter), (party) => isOneOf(party, ext), filter),
    group && takesPart(visibleParts(filter), (party, of) => isInGroup(party, of, group), filter),
    trunk && takesPart(TRUNK_PARTS, (party) => isOneOf(party, trunk), filter),
    number &&
      takesPart(NUMBER_PARTS, (party) => isAny(number.map((pattern) => isNumber(party, pattern))), filter),
    (hours || weekdays) &&
      isAtHours(hours, weekdays, localTimestamp(Prisma.sql`t.received_at`, filter.tz, filter)),
    filter.hops !== undefined &&
      filter.hops > 1 &&
      Prisma.sql`(t.callid, t.sn) IN (SELECT t.callid, t.sn FROM transfers t
        WHERE ${Prisma.join([Prisma.sql`t.hop > 1 AND ${visibleHop(filter.visibility)} >= ${filter.hops}`, ...visibleRows(filter.visibility)], ' AND ')})`,
  ].filter((condition) => condition !== undefined && condition !== false);
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, ' AND ');
}

/** Null: whether the PBX reported it or only call records show it. */
export function isReported(reported: boolean | null): Prisma.Sql[] {
  if (reported === null) return [];
  return [reported ? Prisma.sql`t.reported` : Prisma.sql`NOT t.reported`];
}

/** `=` for a lone value: only then does an index that goes on with the sort key give the rows in order. */
function isOneOf(column: Prisma.Sql, values: string[]): Prisma.Sql {
  return values.length === 1
    ? Prisma.sql`${column} = ${values[0]}`
    : Prisma.sql`${column} = ANY(${values}::text[])`;
}

/** An extension that is named without a PBX belongs to every PBX. */
const isInGroup = (party: Prisma.Sql, sn: Prisma.Sql, groups: string[]) =>
  Prisma.sql`EXISTS (SELECT FROM extensions x
    WHERE x."group" = ANY(${groups}::text[]) AND x.number = ${party} AND x.sn IN ('', ${sn}))`;

const isAny = (conditions: Prisma.Sql[]) => Prisma.sql`(${Prisma.join(conditions, ' OR ')})`;

/** In a CASE, which the planner does not estimate: it takes times of day to be rare, and sorts the table. */
function isAtHours(
  hours: HoursOfDay[] | undefined,
  weekdays: number[] | undefined,
  local: Prisma.Sql,
): Prisma.Sql {
  const conditions = [
    ...(hours ? [isAny(hours.map((window) => isWithin(window, local)))] : []),
    ...(weekdays ? [Prisma.sql`extract(isodow FROM ${local})::int = ANY(${weekdays}::int[])`] : []),
  ];
  return Prisma.sql`CASE WHEN ${Prisma.join(conditions, ' AND ')} THEN true ELSE false END`;
}

function isWithin({ from, to }: HoursOfDay, local: Prisma.Sql): Prisma.Sql {
  const time = Prisma.sql`${local}::time`;
  return Prisma.sql`(${time} >= ${clock(from)}::time ${from < to ? Prisma.sql`AND` : Prisma.sql`OR`} ${time} < ${clock(to)}::time)`;
}

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
