import { Prisma } from '../../database/generated/client.js';
import { byValue } from './dimension.js';

/** Who transfers. */
export const byExt = byValue({
  by: 'ext',
  title: 'By extension that transferred',
  outsideNumbers: 'never',
  rolledUp: true,
  keys: { ext: { title: 'Extension', type: 'string', named: true, sql: Prisma.sql`f.ext` } },
});
