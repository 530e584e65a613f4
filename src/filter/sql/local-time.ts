import { Temporal } from 'temporal-polyfill';
import { Prisma } from '../../database/generated/client.js';
import type { Period } from '../period.js';

/** No transfer is older, and none comes from the future: beyond, the nearest offset holds. */
const EARLIEST = Date.UTC(2000, 0, 1);
const AHEAD_MS = 2 * 366 * 86_400_000;

/**
 * What a clock on the wall of a zone shows at a time of the period, as a timestamp. The offsets are Node's, by which times
 * are printed and buckets begin: PostgreSQL takes CET or EET for abbreviations without summer time, and its zone data can
 * be of another year than Node's.
 */
export function localTimestamp(time: Prisma.Sql, zone: string, period: Period): Prisma.Sql {
  const { changes, offsets } = offsetsOf(zone, period);
  const utc = Prisma.sql`(${time} AT TIME ZONE 'UTC')`;
  const offset =
    changes.length === 0
      ? Prisma.sql`${offsets[0]}::int`
      : Prisma.sql`(${offsets}::int[])[1 + width_bucket(${time}, ${changes}::timestamptz[])]`;
  return Prisma.sql`(${utc} + ${offset} * interval '1 second')`;
}

/** How far a zone is ahead of UTC in seconds: `offsets[n]` up to `changes[n]`, the last one from the last change on. */
function offsetsOf(zone: string, { from, to }: Period): { changes: string[]; offsets: number[] } {
  const latest = Date.now() + AHEAD_MS;
  const start = Math.min(Math.max(from?.getTime() ?? EARLIEST, EARLIEST), latest);
  const end = Math.min(to?.getTime() ?? latest, latest);
  let time = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(zone);
  const offsets = [secondsAhead(time)];
  const changes: string[] = [];
  for (let next = nextChange(time); next && next.epochMilliseconds < end; next = nextChange(time)) {
    changes.push(next.toInstant().toString());
    offsets.push(secondsAhead(next));
    time = next;
  }
  return { changes, offsets };
}

const nextChange = (time: Temporal.ZonedDateTime) => time.getTimeZoneTransition('next');
const secondsAhead = (time: Temporal.ZonedDateTime) => time.offsetNanoseconds / 1e9;
