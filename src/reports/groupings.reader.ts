import { Prisma } from '../store/generated/client.js';
import { bucketStarts } from './clock.js';
import { type Bounded, type By, isClock } from './report.query.js';

/** By what a report groups: each key of its rows, as SQL over `facts f`. */
export type Grouping = Record<string, Prisma.Sql>;

const PLAIN: Record<Exclude<By, 'hour' | 'day' | 'week' | 'month' | 'weekday-hour'>, Grouping> = {
  ext: { ext: Prisma.sql`f.ext` },
  target: { target: Prisma.sql`f.target` },
  pair: { from: Prisma.sql`f.ext`, to: Prisma.sql`f.target` },
  caller: { number: Prisma.sql`f.caller` },
  trunk: { trunk: Prisma.sql`f.trunk` },
  direction: { direction: Prisma.sql`f.direction` },
  kind: { kind: Prisma.sql`f.kind` },
  outcome: { outcome: Prisma.sql`f.outcome` },
  chain: { transfersInCall: Prisma.sql`f.in_call` },
  route: { trunk: Prisma.sql`f.trunk`, ext: Prisma.sql`f.first_ext`, target: Prisma.sql`f.target` },
  pbx: { sn: Prisma.sql`nullif(f.sn, '')` },
};

export function groupingOf(by: By, filter: Bounded): Grouping {
  if (isClock(by)) {
    const starts = bucketStarts(by, filter, filter.tz).map((start) => start.toISOString());
    return { bucket: Prisma.sql`width_bucket(f.at, ${starts}::timestamptz[]) - 1` };
  }
  if (by === 'weekday-hour')
    return {
      weekday: Prisma.sql`extract(isodow FROM f.at AT TIME ZONE ${filter.tz})::int`,
      hour: Prisma.sql`extract(hour FROM f.at AT TIME ZONE ${filter.tz})::int`,
    };
  return PLAIN[by];
}
