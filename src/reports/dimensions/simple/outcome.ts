import { Prisma } from '../../../database/generated/client.js';
import { byValue } from '../dimension.js';

export const outcome = byValue({
  by: 'outcome',
  title: 'By outcome',
  outsideNumbers: 'never',
  rolledUp: true,
  keys: { outcome: { title: 'Outcome', type: 'string', known: true, sql: Prisma.sql`f.outcome` } },
});
