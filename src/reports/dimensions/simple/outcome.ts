import { Prisma } from '../../../database/generated/client.js';
import { OUTCOMES } from '../../../transfer/transfer.js';
import { byValue } from '../dimension.js';

export const byOutcome = byValue({
  by: 'outcome',
  title: 'By outcome',
  outsideNumbers: 'never',
  rolledUp: true,
  keys: {
    outcome: { title: 'Outcome', type: 'string', known: true, values: OUTCOMES, sql: Prisma.sql`f.outcome` },
  },
});
