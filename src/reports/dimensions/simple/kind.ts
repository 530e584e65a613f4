import { Prisma } from '../../../database/generated/client.js';
import { byValue } from '../dimension.js';

export const kind = byValue({
  by: 'kind',
  title: 'By kind',
  outsideNumbers: 'never',
  rolledUp: true,
  keys: { kind: { title: 'Kind', type: 'string', known: true, sql: Prisma.sql`f.kind` } },
});
