import { Temporal } from 'temporal-polyfill';

/** The units of local time. */
export type ClockUnit = 'hour' | 'day' | 'week' | 'month';

/** `from` included, `to` not; both known. */
export interface Span {
  from: Date;
  to: Date;
}

const HOUR = 3_600_000;
const LENGTH: Record<ClockUnit, number> = { hour: HOUR, day: 24 * HOUR, week: 168 * HOUR, month: 720 * HOUR };

/** More would be no report: the hours of a year fit. */
export const MOST_BUCKETS = 10_000;

export function tooMany(clock: ClockUnit, { from, to }: Span): boolean {
  return (to.getTime() - from.getTime()) / LENGTH[clock] > MOST_BUCKETS;
}

/**
 * The instants at which the clock buckets of a span begin in a zone, the one that `from` stands in first. Weeks begin
 * on Monday. A day of 23 or 25 hours has as many; the hour that a clock shows twice is two.
 */
export function bucketStarts(clock: ClockUnit, { from, to }: Span, zone: string): Date[] {
  const starts: number[] = [];
  let start = startOf(clock === 'hour' ? 'day' : clock, zoned(from, zone));
  while (start.epochMilliseconds < to.getTime()) {
    const end = next(clock === 'hour' ? 'day' : clock, start);
    starts.push(...(clock === 'hour' ? hoursOf(start, end) : [start.epochMilliseconds]));
    start = end;
  }
  const first = starts.findLastIndex((time) => time <= from.getTime());
  return starts.filter((time, n) => n >= first && time < to.getTime()).map((time) => new Date(time));
}

/** As people write it, with the offset that holds there then. */
export function written(instant: Date, zone: string): string {
  return zoned(instant, zone).toString({ timeZoneName: 'never', ...(wholeSeconds(instant) && SECONDS) });
}

/** The whole days of a zone that hold a moment: from the day's start to the next one's. */
export function dayOf(instant: Date, zone: string): Span {
  const start = zoned(instant, zone).startOfDay();
  return {
    from: new Date(start.epochMilliseconds),
    to: new Date(start.add({ days: 1 }).startOfDay().epochMilliseconds),
  };
}

/** As many days before, where the span is whole days; else as long before. */
export function spanBefore({ from, to }: Span, zone: string): Span {
  const [start, end] = [zoned(from, zone), zoned(to, zone)];
  const days = start.toPlainDate().until(end.toPlainDate()).days;
  const whole = start.equals(start.startOfDay()) && end.equals(end.startOfDay());
  const before = whole
    ? start.subtract({ days }).startOfDay().epochMilliseconds
    : 2 * from.getTime() - to.getTime();
  return { from: new Date(before), to: from };
}

const SECONDS = { smallestUnit: 'second' } as const;
const wholeSeconds = (instant: Date) => instant.getTime() % 1000 === 0;

function zoned(instant: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
}

function startOf(clock: Exclude<ClockUnit, 'hour'>, time: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  const day = time.startOfDay();
  if (clock === 'day') return day;
  return day.subtract({ days: clock === 'week' ? day.dayOfWeek - 1 : day.day - 1 }).startOfDay();
}

function next(clock: Exclude<ClockUnit, 'hour'>, start: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  return start.add({ [`${clock}s`]: 1 }).startOfDay(); // which is 01:00 where midnight is skipped
}

/** Only the few days on which the clock changes are walked: calendars are slow. */
function hoursOf(day: Temporal.ZonedDateTime, end: Temporal.ZonedDateTime): number[] {
  const start = day.epochMilliseconds;
  if (end.epochMilliseconds - start === 24 * HOUR)
    return Array.from({ length: 24 }, (_, n) => start + n * HOUR);
  const hours: number[] = [];
  for (let time = day; time.epochMilliseconds < end.epochMilliseconds; time = time.add({ minutes: 30 })) {
    const hour = time.round({ smallestUnit: 'hour', roundingMode: 'floor' }).epochMilliseconds;
    // A zone that sets its clocks back by half an hour has an hour of 90 minutes.
    if (hour !== hours.at(-1)) hours.push(hour);
  }
  return hours;
}
