import type { Filter } from '../filter.js';
import { PLANNED } from '../../database/connections.js';
import { Prisma } from '../../database/generated/client.js';
import { matching } from './where.js';
import { NUMBER_PARTS, type PartyColumn, TRUNK_PARTS, visibleParts, within } from './parties.js';

/** The next rows of a list in the order of (received_at, id). */
export interface PageRequest {
  order: 'desc' | 'asc';
  /** The last row before it; null at the beginning. */
  after: { receivedAt: Date; id: string } | null;
  limit: number;
}

/**
 * A SELECT of columns over the `transfers t` that match, in order, as many as `limit`, in time that does not grow with
 * the depth.
 *
 * Where the filter names a party, each part that it can have gives its own first `limit` rows from the index that starts
 * with the party and goes on with the sort key, and those together are cut to `limit` again: an OR over all parts would
 * have to read and sort all their rows. Else the index that schema.prisma names for the parameter, or that of the time,
 * is walked. A number with a `*` has no order of its own: there the planner chooses whether to sort or to walk.
 */
export function pageQuery(columns: Prisma.Sql, asked: Filter, page: PageRequest): Prisma.Sql {
  const filter = page.after ? beyond(asked, page) : asked;
  const anchor = filter.callid ? null : anchorOf(filter);
  if (!anchor) return select(null, columns, [], filter, page);
  const rows = Prisma.sql`SELECT ${columns} FROM (${firstRows(anchor, page)}) c JOIN transfers t ON t.sn = c.sn AND t.id = c.id
    ${inOrder(Prisma.sql`c.`, Prisma.sql`c.id`, page)}`;
  return isAlone(anchor) ? Prisma.sql`${PLANNED} ${rows}` : rows;
}

/**
 * Whether the filter is one party, perhaps in a period. Then the best plan is the same for every party, and
 * is kept: planning the page of an extension took as long as reading it. With any other condition the best
 * plan depends on how common both are together (`outcome=abandoned`, of which there was none, took 6 s by a
 * plan made for all outcomes).
 */
function isAlone({ values, rest }: Anchor): boolean {
  return !values && matching({ ...rest, from: null, to: null, reported: null }).values.length === 0;
}

/** The (sn, id, received_at) of the first rows of all parts. */
function firstRows(anchor: Anchor, page: PageRequest): Prisma.Sql {
  const key = Prisma.sql`t.sn, t.id, t.received_at`;
  const selects = anchor.parts.map((part) => {
    const rows = select(part, key, anchor.test(part), anchor.rest, page);
    return anchor.values
      ? Prisma.sql`SELECT p.* FROM ${anchor.values} e CROSS JOIN LATERAL (${rows}) p`
      : Prisma.sql`(${rows})`;
  });
  return Prisma.sql`SELECT DISTINCT sn, id, received_at FROM (${Prisma.join(selects, ' UNION ALL ')}) p
    ${sorted(Prisma.empty, Prisma.sql`id`, page)}`;
}

/** The last row was in the period, so the period's end on that side adds nothing; with both conditions PostgreSQL may start the index at the worse one. */
function beyond(filter: Filter, { order }: PageRequest): Filter {
  return order === 'desc' ? { ...filter, to: null } : { ...filter, from: null };
}

function select(
  part: PartyColumn | null,
  wanted: Prisma.Sql,
  conditions: Prisma.Sql[],
  rest: Filter,
  page: PageRequest,
): Prisma.Sql {
  const { order, after } = page;
  // A transfer can have the same member twice.
  const [row, id, columns] =
    part?.of === 'members'
      ? [
          Prisma.sql`m.`,
          Prisma.sql`m.transfer_id`,
          Prisma.sql`DISTINCT ON (m.received_at, m.transfer_id) m.sn, m.transfer_id AS id, m.received_at
            FROM members m JOIN transfers t ON t.sn = m.sn AND t.id = m.transfer_id`,
        ]
      : [Prisma.sql`t.`, Prisma.sql`t.id`, Prisma.sql`${wanted} FROM transfers t`];
  const all = [
    ...conditions,
    ...(part?.of === 'members' ? within(Prisma.sql`m`, rest) : []),
    ...(after
      ? [
          Prisma.sql`(${row}received_at, ${id}) ${order === 'desc' ? Prisma.sql`<` : Prisma.sql`>`}
            (${after.receivedAt}::timestamptz, ${after.id}::uuid)`,
        ]
      : []),
    matching(rest),
  ];
  return Prisma.sql`SELECT ${columns} WHERE ${Prisma.join(all, ' AND ')} ${sorted(row, id, page)}`;
}

function sorted(row: Prisma.Sql, id: Prisma.Sql, page: PageRequest): Prisma.Sql {
  return Prisma.sql`${inOrder(row, id, page)} LIMIT ${page.limit}`;
}

function inOrder(row: Prisma.Sql, id: Prisma.Sql, { order }: PageRequest): Prisma.Sql {
  const way = order === 'desc' ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  return Prisma.sql`ORDER BY ${row}received_at ${way}, ${id} ${way}`;
}

interface Anchor {
  parts: PartyColumn[];
  /**
   * The parties asked for, each with the `value` to look up; null for a single one, which `test` contains.
   */
  values: Prisma.Sql | null;
  test: (part: PartyColumn) => Prisma.Sql[];
  /** The filter without that party. */
  rest: Filter;
}

/** The party by which the list is walked, the most selective first; null where the filter names none. */
function anchorOf(filter: Filter): Anchor | null {
  const { number, ext, group, trunk } = filter;
  if (number?.every(({ before, behind }) => !before && !behind))
    return among(
      NUMBER_PARTS,
      number.map(({ text }) => text),
      'number',
    );
  if (ext) return among(visibleParts(filter), ext, 'ext');
  if (group)
    return {
      parts: visibleParts(filter),
      values: Prisma.sql`(SELECT x.number AS value, x.sn FROM extensions x WHERE x."group" = ANY(${group}::text[]))`,
      // An extension that is named without a PBX belongs to every PBX.
      test: (part) => [
        ...is(part, Prisma.sql`e.value`),
        Prisma.sql`e.sn IN ('', ${part.of === 'members' ? Prisma.sql`m.sn` : Prisma.sql`t.sn`})`,
      ],
      rest: { ...filter, group: undefined },
    };
  if (trunk) return among(TRUNK_PARTS, trunk, 'trunk');
  return null;

  function among(parts: PartyColumn[], values: string[], key: 'number' | 'ext' | 'trunk'): Anchor {
    const [value, ...more] = values;
    const each = Prisma.sql`(SELECT value FROM unnest(${values}::text[]) AS value)`;
    return {
      parts,
      values: more.length > 0 ? each : null,
      test: (part) => is(part, more.length > 0 ? Prisma.sql`e.value` : Prisma.sql`${value}`),
      rest: { ...filter, [key]: undefined },
    };
  }
}

const is = ({ party, where }: PartyColumn, value: Prisma.Sql) => [
  Prisma.sql`${party} = ${value}`,
  ...(where ? [where] : []),
];
