import { Prisma } from '../../database/generated/client.js';
import { byValue } from './dimension.js';

/** To which number calls are transferred. */
export const byTarget = byValue({
  by: 'target',
  title: 'By target',
  outsideNumbers: 'masked',
  rolledUp: true,
  keys: { target: { title: 'Target', type: 'string', named: true, sql: Prisma.sql`f.target` } },
});
