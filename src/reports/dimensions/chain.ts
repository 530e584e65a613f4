import { Prisma } from '../../database/generated/client.js';
import { byValue } from './dimension.js';

/** Calls by how often they were transferred. */
export const byChain = byValue({
  by: 'chain',
  title: 'Calls by how often they were passed on',
  outsideNumbers: 'never',
  rolledUp: true,
  keys: {
    transfersInCall: {
      title: 'Transfers in the call',
      type: 'integer',
      known: true,
      sql: Prisma.sql`f.in_call`,
    },
  },
  order: (a, b) => Number(a['transfersInCall']) - Number(b['transfersInCall']),
});
