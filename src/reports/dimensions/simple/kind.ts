import { Prisma } from '../../../database/generated/client.js';
import { TRANSFER_KINDS } from '../../../transfer/transfer.js';
import { byValue } from '../dimension.js';

export const byKind = byValue({
  by: 'kind',
  title: 'By kind',
  outsideNumbers: 'never',
  rolledUp: true,
  keys: {
    kind: { title: 'Kind', type: 'string', known: true, values: TRANSFER_KINDS, sql: Prisma.sql`f.kind` },
  },
});
