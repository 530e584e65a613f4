import { Prisma } from '../../../database/generated/client.js';
import { byValue } from '../dimension.js';

export const direction = byValue({
  by: 'direction',
  title: 'By direction',
  outsideNumbers: 'never',
  rolledUp: true,
  keys: { direction: { title: 'Direction', type: 'string', known: true, sql: Prisma.sql`f.direction` } },
});
