import { Prisma } from '../../database/generated/client.js';
import { byValue } from './dimension.js';

/** From which extension to which target, and how many transfers went the other way. */
export const byPair = byValue({
  by: 'pair',
  title: 'Who sends to whom',
  outsideNumbers: 'masked',
  rolledUp: true,
  keys: {
    from: { title: 'From', type: 'string', named: true, sql: Prisma.sql`f.ext` },
    to: { title: 'To', type: 'string', named: true, sql: Prisma.sql`f.target` },
  },
  extra: {
    back: {
      title: 'Sent back',
      known: true,
      type: 'integer',
      of: ({ key: { from, to } }, lines) =>
        from === null || to === null ? 0 : (lines.get(JSON.stringify([to, from]))?.figures.transfers ?? 0),
      text: String,
    },
  },
  label: (text, { back }) => `${text('from')} → ${text('to')}${back ? ' ⇄' : ''}`,
});
