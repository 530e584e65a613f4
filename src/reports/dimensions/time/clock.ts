import { Prisma } from '../../../database/generated/client.js';
import { byTime } from '../dimension.js';
import { bucketStarts, type ClockUnit, tooMany, written } from './buckets.js';

/** Parts of the time as a clock on the wall counts them; `label` shortens the instant at which one starts. */
const byClock = <const By extends ClockUnit>(by: By, label: (start: string) => string) =>
  byTime({
    by,
    title: `By ${by}`,
    outsideNumbers: 'never',
    keys: { start: { title: 'From', type: 'string', known: true } },
    part: (filter) => {
      const starts = bucketStarts(by, filter, filter.tz).map((start) => start.toISOString());
      return Prisma.sql`width_bucket(f.at, ${starts}::timestamptz[]) - 1`;
    },
    parts: (span, zone) => bucketStarts(by, span, zone).map((start) => ({ start: written(start, zone) })),
    isTooLong: (span) => tooMany(by, span),
    chart: 'columns',
    label: (text) => label(text('start')),
  });

const date = (start: string) => start.slice(0, 10);

export const byHour = byClock('hour', (start) => start.slice(5, 16).replace('T', ' '));
export const byDay = byClock('day', date);
export const byWeek = byClock('week', date);
export const byMonth = byClock('month', (start) => start.slice(0, 7));
