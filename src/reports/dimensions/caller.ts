import { Prisma } from '../../database/generated/client.js';
import { byValue } from './dimension.js';

/** Outside numbers whose calls are transferred. */
export const byCaller = byValue({
  by: 'caller',
  title: 'Outside numbers passed on',
  outsideNumbers: 'refused',
  rolledUp: false,
  keys: { number: { title: 'Number', type: 'string', sql: Prisma.sql`f.caller` } },
});
