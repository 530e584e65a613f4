import { Prisma } from '../../database/generated/client.js';
import { visibleRows } from '../../filter/sql/visible.js';
import type { Visibility } from '../../transfer/visibility.js';

/** Those of `extensions x` that belong to a PBX that may be seen; one that is named without a PBX belongs to every PBX. */
export const ofVisiblePbxes = ({ pbxes }: Visibility): Prisma.Sql[] =>
  pbxes ? [Prisma.sql`x.sn = ANY(${['', ...pbxes]}::text[])`] : [];

/**
 * Those of `extensions x` of which a key may learn the name and the group: at its PBXes, and for a key limited to
 * extensions these and the other parties of the transfers that it sees.
 */
export function visibleExtensions(visibility: Visibility): Prisma.Sql[] {
  const { extensions } = visibility;
  if (!extensions) return ofVisiblePbxes(visibility);
  const own = Prisma.sql`x.number = ANY(${extensions}::text[])`;
  return [
    ...ofVisiblePbxes(visibility),
    Prisma.sql`(${own} OR (x.number, x.sn) IN (${partiesSeen(visibility)}))`,
  ];
}

/** The number and PBX of each party of the transfers that may be seen; with each also the name for every PBX. */
const partiesSeen = (visibility: Visibility) => Prisma.sql`
  WITH seen AS MATERIALIZED (SELECT t.* FROM transfers t WHERE ${Prisma.join(visibleRows(visibility), ' AND ')}),
  parties AS (
    SELECT m.number, s.sn FROM seen s JOIN members m ON m.sn = s.sn AND m.transfer_id = s.id WHERE m.kind = 'ext'
    UNION SELECT transferor_ext, sn FROM seen
    UNION SELECT transferee_number, sn FROM seen WHERE transferee_kind = 'ext'
    UNION SELECT target_number, sn FROM seen WHERE target_kind <> 'outside'
    UNION SELECT target_answered_by, sn FROM seen
  )
  SELECT number, sn FROM parties UNION SELECT number, '' FROM parties`;
