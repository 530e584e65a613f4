import { Prisma } from '../../../database/generated/client.js';
import { DIRECTIONS } from '../../../transfer/transfer.js';
import { byValue } from '../dimension.js';

export const byDirection = byValue({
  by: 'direction',
  title: 'By direction',
  outsideNumbers: 'never',
  rolledUp: true,
  keys: {
    direction: {
      title: 'Direction',
      type: 'string',
      known: true,
      values: DIRECTIONS,
      sql: Prisma.sql`f.direction`,
    },
  },
});
