import { Prisma } from '../../../database/generated/client.js';
import { byValue } from '../dimension.js';

/** Which outside number of the company was called. */
export const byDid = byValue({
  by: 'did',
  title: 'By number called',
  outsideNumbers: 'never', // the company's own numbers
  rolledUp: true,
  facts: { did: Prisma.sql`t.did` },
  keys: { did: { title: 'Number called', type: 'string', sql: Prisma.sql`f.did` } },
});
