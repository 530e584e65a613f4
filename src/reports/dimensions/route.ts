import { Prisma } from '../../database/generated/client.js';
import { byValue } from './dimension.js';

/** On which trunk a call came, which extension had it first, and where it went. */
export const byRoute = byValue({
  by: 'route',
  title: 'Routes',
  outsideNumbers: 'masked',
  rolledUp: true,
  keys: {
    trunk: { title: 'Trunk', type: 'string', sql: Prisma.sql`f.trunk` },
    ext: { title: 'Extension', type: 'string', named: true, sql: Prisma.sql`f.first_ext` },
    target: { title: 'Target', type: 'string', named: true, sql: Prisma.sql`f.target` },
  },
  extra: {
    share: {
      title: 'Share',
      known: true,
      type: 'number',
      of: ({ figures }, _, totals) => totals.transfers && rounded(figures.transfers / totals.transfers),
      text: (share) => `${(share * 100).toFixed(1)} %`,
    },
  },
});

const rounded = (share: number) => Math.round(share * 10_000) / 10_000;
