import { Prisma } from '../../../database/generated/client.js';
import { byValue } from '../dimension.js';

/** On which trunk the call came or went. */
export const byTrunk = byValue({
  by: 'trunk',
  title: 'By trunk',
  outsideNumbers: 'never',
  rolledUp: true,
  keys: { trunk: { title: 'Trunk', type: 'string', sql: Prisma.sql`f.trunk` } },
});
