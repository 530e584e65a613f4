import { Prisma } from '../../database/generated/client.js';
import { type Bounded, isTime } from '../dimensions/dimension.js';
import { type By, dimensionOf, DIMENSIONS } from '../dimensions/dimensions.js';
import type { Filter } from '../../filter/filter.js';
import { visibleHop, visibleRows } from '../../filter/sql/visible.js';
import { matching } from '../../filter/sql/where.js';
import { OUTSIDE_TARGETS } from '../../transfer/transfer.js';
import type { Visibility } from '../../transfer/visibility.js';
import { maskedNumber } from '../../privacy/sql/masked-number.js';
import { type Count, COUNTS, SUMMABLE } from '../figures.js';

/**
 * One row per transfer, `f`, with what reports group by and count. Columns that a report does not name cost nothing. The
 * columns `caller` and `target` hold outside numbers, masked where the filter's visibility does not cover them.
 */
export function factsOf(filter: Filter, more = Prisma.empty): Prisma.Sql {
  const { visibility } = filter;
  const sameCall = Prisma.sql`FROM transfers t
    WHERE ${Prisma.join([Prisma.sql`t.callid = c.of_call`, Prisma.sql`t.sn = c.of_sn`, ...visibleRows(visibility)], ' AND ')}`;
  return Prisma.sql`SELECT ${facts(sameCall, visibility)}, ${OWN_FACTS}${visibility.numbers ? NUMBERS : MASKED_NUMBERS}
    FROM transfers t CROSS JOIN LATERAL (SELECT t.callid AS of_call, t.sn AS of_sn) c WHERE ${matching(filter)} ${more}`;
}

/** Those that a dimension brings along in its own file. */
const OWN_FACTS = Prisma.join(
  DIMENSIONS.flatMap((dimension) => (isTime(dimension) ? [] : Object.entries(dimension.facts ?? {}))).map(
    ([name, sql]) => Prisma.sql`${sql} AS ${Prisma.raw(name)}, `,
  ),
  '',
);

const CALLER = Prisma.sql`t.transferee_number`;
const TARGET = Prisma.sql`t.target_number`;
const NUMBERS = Prisma.sql`CASE WHEN t.transferee_kind <> 'ext' THEN ${CALLER} END AS caller, ${TARGET} AS target`;
const OUTSIDE = Prisma.raw(OUTSIDE_TARGETS.map((kind) => `'${kind}'`).join(', '));
const MASKED_NUMBERS = Prisma.sql`CASE WHEN t.transferee_kind <> 'ext' THEN ${maskedNumber(CALLER)} END AS caller,
  CASE WHEN t.target_kind IN (${OUTSIDE}) THEN ${maskedNumber(TARGET)} ELSE ${TARGET} END AS target`;

/** @param sameCall the transfers of the same call that the caller may see, `t` */
const facts = (sameCall: Prisma.Sql, visibility: Visibility) => Prisma.sql`
  t.sn, t.callid, t.received_at AS at, t.direction, t.kind, t.outcome, t.transferor_basis AS basis,
  t.transferor_ext AS ext,
  (SELECT m.trunkname FROM members m WHERE m.sn = t.sn AND m.transfer_id = t.id AND m.trunkname <> ''
    ORDER BY m.position LIMIT 1) AS trunk,
  -- The extension that had the call first, whichever transferred it after that; for a key limited to extensions, the first that it sees.
  CASE WHEN t.hop = 1 THEN t.transferor_ext
    ELSE (SELECT t.transferor_ext ${sameCall} AND ${visibleHop(visibility)} = 1 ORDER BY t.received_at, t.id LIMIT 1)
  END AS first_ext,
  (SELECT max(${visibleHop(visibility)}) ${sameCall}) AS in_call,
  (SELECT min(t.received_at) ${sameCall}) AS call_from,
  (SELECT max(t.received_at) ${sameCall}) AS call_to,
  -- It may not be known when it was answered; greatest() would make 0 of that.
  CASE WHEN t.kind = 'blind' AND t.outcome = 'answered' AND t.answered_at IS NOT NULL
    THEN greatest(0, round(extract(epoch FROM t.answered_at - t.received_at)))::int END AS wait`;

/** What a row of a report stands for, as one value: text, since that is the quickest to group by. */
export const jsonOf = (keys: Prisma.Sql[]) => Prisma.sql`jsonb_build_array(${Prisma.join(keys)})::text`;

/** The counts of facts `f` that add up, in the order of SUMMABLE. */
export const COUNTED = Prisma.join(
  SUMMABLE.map((name) => Prisma.sql`${counted(COUNTS[name])}::int AS ${Prisma.raw(name)}`),
);

function counted({ counts }: Count): Prisma.Sql {
  return counts === undefined || counts.sql === 'true'
    ? Prisma.sql`count(*)`
    : Prisma.sql`count(*) FILTER (WHERE ${counts})`;
}

/** The one key by which the parts of the time are counted: their number. */
export const PART = 'part';

/** By what a report groups, as SQL over facts `f`: the keys of its rows, or the number of the part of the time. */
export function groupingOf(by: By, filter: Bounded): Prisma.Sql[] {
  const dimension = dimensionOf(by);
  return isTime(dimension) ? [dimension.part(filter)] : Object.values(dimension.keys).map(({ sql }) => sql);
}
