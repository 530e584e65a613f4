import { Prisma } from '../../../database/generated/client.js';
import { byValue } from '../dimension.js';

/** Which PBX reported it, by its serial number. */
export const byPbx = byValue({
  by: 'pbx',
  title: 'By PBX',
  outsideNumbers: 'never',
  rolledUp: true,
  keys: { sn: { title: 'PBX', type: 'string', sql: Prisma.sql`nullif(f.sn, '')` } },
});
