import type { Filter } from '../filter.js';
import type { Sight } from '../sight.js';
import { Prisma } from './generated/client.js';

/** A filter as the conditions of a WHERE over `transfers t`. Served by the index that schema.prisma names for each parameter. */
export function matching(filter: Filter): Prisma.Sql {
  const conditions = [
    ...seen(filter.sight),
    filter.from && Prisma.sql`t.received_at >= ${filter.from}`,
    filter.to && Prisma.sql`t.received_at < ${filter.to}`,
    filter.callid && Prisma.sql`t.callid = ANY(${filter.callid})`,
    filter.sn && Prisma.sql`t.sn = ANY(${filter.sn})`,
    filter.direction && Prisma.sql`t.direction = ANY(${filter.direction})`,
    filter.ext &&
      Prisma.sql`(t.transferor_ext = ANY(${filter.ext}) OR t.target_number = ANY(${filter.ext}) OR EXISTS (
        SELECT FROM members m WHERE m.sn = t.sn AND m.transfer_id = t.id AND m.number = ANY(${filter.ext})))`,
  ].filter((condition) => condition !== null && condition !== undefined);
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, ' AND ');
}

/** The rows over `transfers t` that this sight covers, as conditions of a WHERE: none for one without bounds. */
export function seen({ pbxes, extensions }: Sight): Prisma.Sql[] {
  return [
    pbxes && Prisma.sql`t.sn = ANY(${pbxes})`,
    extensions &&
      Prisma.sql`(t.transferor_ext = ANY(${extensions}) OR t.target_number = ANY(${extensions})
        OR t.target_answered_by = ANY(${extensions}) OR EXISTS (SELECT FROM members m
          WHERE m.sn = t.sn AND m.transfer_id = t.id AND m.number = ANY(${extensions})))`,
  ].filter((condition) => condition !== null);
}
