import { Prisma } from '../../database/generated/client.js';

/** maskNumber of masking.ts over a column, for reports that group by a number which may not be seen. A test compares the two. */
export const maskedNumber = (column: Prisma.Sql) => Prisma.sql`
  CASE WHEN ${column} ~ '^\\s*$' THEN ${column}
    WHEN length(${column}) < 7 THEN repeat('*', greatest(3, length(${column})))
    ELSE repeat('*', length(${column}) - 2) || right(${column}, 2) END`;
