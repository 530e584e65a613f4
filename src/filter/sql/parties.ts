import type { Filter } from '../filter.js';
import type { NumberPattern } from '../values.js';
import { OUTSIDE_TARGETS, type Role } from '../../transfer/transfer.js';
import { Prisma } from '../../database/generated/client.js';

/**
 * A way in which a party can have a part in a transfer: rows of `members m` or of `transfers t`, each way with an index
 * of its own that starts with `party` and goes on with the sort key of the list.
 */
export interface PartyColumn {
  of: 'members' | 'transfers';
  party: Prisma.Sql;
  /** The condition of the partial index. */
  where?: Prisma.Sql;
}

const MEMBER: PartyColumn = { of: 'members', party: Prisma.sql`m.number` };
const TRANSFEROR: PartyColumn = { of: 'transfers', party: Prisma.sql`t.transferor_ext` };
const TRANSFEREE: PartyColumn = {
  of: 'transfers',
  party: Prisma.sql`t.transferee_number`,
  where: Prisma.sql`t.transferee_kind = 'ext'`,
};
const dialled = (where: Prisma.Sql): PartyColumn => ({
  of: 'transfers',
  party: Prisma.sql`t.target_number`,
  where,
});
const ANSWERED_BY: PartyColumn = {
  of: 'transfers',
  party: Prisma.sql`t.target_answered_by`,
  where: Prisma.sql`t.target_answered_by <> t.target_number`,
};
const TARGET = [dialled(Prisma.sql`t.target_kind <> 'outside'`), ANSWERED_BY];

/** What can be an outside number nobody without the scope `numbers` may test. In this form the planner sees that the partial index serves it. */
const KNOWN_TARGET = [
  dialled(Prisma.raw(OUTSIDE_TARGETS.map((kind) => `t.target_kind <> '${kind}'`).join(' AND '))),
  ANSWERED_BY,
];

const extensionParts = (target: PartyColumn[]): Record<Role, PartyColumn[]> => ({
  any: [MEMBER, TRANSFEROR, TRANSFEREE, ...target],
  transferor: [TRANSFEROR],
  transferee: [TRANSFEREE],
  target,
});
export const EXTENSION_PARTS = extensionParts(TARGET);
const KNOWN_EXTENSION_PARTS = extensionParts(KNOWN_TARGET);

/** In which parts a caller may look for an extension. */
export const visibleParts = ({ role, visibility }: Pick<Filter, 'role' | 'visibility'>): PartyColumn[] =>
  (visibility.numbers ? EXTENSION_PARTS : KNOWN_EXTENSION_PARTS)[role];

export const TRUNK_PARTS: PartyColumn[] = [{ of: 'members', party: Prisma.sql`m.trunkname` }];

export const NUMBER_PARTS: PartyColumn[] = [
  {
    of: 'members',
    party: Prisma.sql`(CASE m.kind WHEN 'inbound' THEN m."from" ELSE m."to" END)`,
    where: Prisma.sql`m.kind <> 'ext'`,
  },
  { of: 'transfers', party: Prisma.sql`t.target_number`, where: Prisma.sql`t.target_kind = 'outside'` },
];

/** Of `transfers t`: those in which somebody who passes `test` has one of these parts. `period` repeats the filter's, for the indexes of members. */
export function takesPart(
  parts: PartyColumn[],
  test: (party: Prisma.Sql, sn: Prisma.Sql) => Prisma.Sql,
  period: Pick<Filter, 'from' | 'to'>,
): Prisma.Sql {
  // One UNION ALL, so that the planner may start from the parties' indexes or look up each transfer, as is cheaper.
  const rows = parts.map(({ of, party, where }) => {
    const [table, row] =
      of === 'members'
        ? [Prisma.sql`m.sn, m.transfer_id AS id FROM members m`, Prisma.sql`m`]
        : [Prisma.sql`t.sn, t.id FROM transfers t`, Prisma.sql`t`];
    const conditions = [
      test(party, Prisma.sql`${row}.sn`),
      ...(where ? [where] : []),
      ...within(row, period),
    ];
    return Prisma.sql`SELECT ${table} WHERE ${Prisma.join(conditions, ' AND ')}`;
  });
  return Prisma.sql`EXISTS (SELECT FROM (${Prisma.join(rows, ' UNION ALL ')}) p WHERE p.sn = t.sn AND p.id = t.id)`;
}

/** Received in the period. */
export function within(row: Prisma.Sql, { from, to }: Pick<Filter, 'from' | 'to'>): Prisma.Sql[] {
  return [
    ...(from ? [Prisma.sql`${row}.received_at >= ${from}`] : []),
    ...(to ? [Prisma.sql`${row}.received_at < ${to}`] : []),
  ];
}

/** With a fixed beginning it uses the index of the number, with a fixed end that of the reversed number. */
export function isNumber(party: Prisma.Sql, { text, before, behind }: NumberPattern): Prisma.Sql {
  if (!before && !behind) return Prisma.sql`${party} = ${text}`;
  if (!before) return Prisma.sql`${party} LIKE ${`${escapeLike(text)}%`}`;
  if (!behind)
    return Prisma.sql`reverse(${party}) LIKE ${`${escapeLike(Array.from(text).toReversed().join(''))}%`}`;
  return Prisma.sql`${party} LIKE ${`%${escapeLike(text)}%`}`;
}

/** The text as a part of a LIKE pattern that matches itself. */
export const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&');
