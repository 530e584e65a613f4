import { Prisma } from '../../database/generated/client.js';
import type { Visibility } from '../../transfer/visibility.js';
import { CALL_SPAN } from './call-span.js';
import { EXTENSION_PARTS, takesPart } from './parties.js';

/**
 * The conditions on `transfers t` that leave the rows that may be seen; none for a key that is not limited.
 */
export function visibleRows({ pbxes, extensions }: Visibility): Prisma.Sql[] {
  return [
    ...(pbxes ? [Prisma.sql`t.sn = ANY(${pbxes}::text[])`] : []),
    ...(extensions
      ? [
          takesPart(EXTENSION_PARTS.any, (party) => Prisma.sql`${party} = ANY(${extensions}::text[])`, {
            from: null,
            to: null,
          }),
        ]
      : []),
  ];
}

/**
 * Which transfer of its call `transfers t` is. For a key limited to extensions only those count that it sees, since the
 * stored number would say how many others there were. Served by the index (callid, sn).
 */
export function visibleHop(visibility: Visibility): Prisma.Sql {
  if (!visibility.extensions) return Prisma.sql`t.hop`;
  return Prisma.sql`(SELECT 1 + count(*)::int FROM (SELECT t.sn, t.callid, t.sender, t.hop, t.received_at) o
    JOIN transfers t ON t.sn = o.sn AND t.callid = o.callid AND t.sender = o.sender
    WHERE t.hop < o.hop AND t.received_at BETWEEN o.received_at - ${CALL_SPAN} AND o.received_at + ${CALL_SPAN}
      AND ${Prisma.join(visibleRows(visibility), ' AND ')})`;
}
