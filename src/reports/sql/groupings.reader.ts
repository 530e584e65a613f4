import { Prisma } from '../../database/generated/client.js';
import { CATEGORIES } from './report-facts.js';
import { bucketStarts } from '../buckets.js';
import { type Bounded, type By, isClock } from '../report.query.js';

/** By what a report groups: each key of its rows, as SQL over facts `f`. */
export function groupingOf(by: By, filter: Bounded): Record<string, Prisma.Sql> {
  if (isClock(by)) {
    const starts = bucketStarts(by, filter, filter.tz).map((start) => start.toISOString());
    return { bucket: Prisma.sql`width_bucket(f.at, ${starts}::timestamptz[]) - 1` };
  }
  if (by === 'weekday-hour')
    return {
      weekday: Prisma.sql`extract(isodow FROM f.at AT TIME ZONE ${filter.tz})::int`,
      hour: Prisma.sql`extract(hour FROM f.at AT TIME ZONE ${filter.tz})::int`,
    };
  return CATEGORIES[by];
}
