import { Prisma } from '../../../database/generated/client.js';
import { localTimestamp } from '../../../filter/sql/local-time.js';
import { byTime } from '../dimension.js';

export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** The 168 hours of a week, Monday first. */
export const byWeekdayHour = byTime({
  by: 'weekday-hour',
  title: 'By weekday and hour',
  outsideNumbers: 'never',
  keys: {
    weekday: { title: 'Weekday', type: 'integer', known: true },
    hour: { title: 'Hour', type: 'integer', known: true },
  },
  part: (filter) => {
    const local = localTimestamp(Prisma.sql`f.at`, filter.tz, filter);
    return Prisma.sql`((extract(isodow FROM ${local}) - 1) * 24 + extract(hour FROM ${local}))::int`;
  },
  parts: () => Array.from({ length: 7 * 24 }, (_, n) => ({ weekday: Math.floor(n / 24) + 1, hour: n % 24 })),
  isTooLong: () => false,
  chart: 'week',
  label: (text, { weekday }) => `${WEEKDAYS[Number(weekday) - 1]} ${text('hour')}:00`,
});
