import type { Filter } from '../filter.js';
import { Prisma } from './generated/client.js';

/** A filter as the conditions of a WHERE over `transfers t`. Served by the index that schema.prisma names for each parameter. */
export function matching(filter: Filter): Prisma.Sql {
  const conditions = [
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
