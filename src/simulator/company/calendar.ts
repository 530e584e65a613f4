import { Temporal } from 'temporal-polyfill';
import type { Random } from '../random.js';

/** How busy the hours from 7 to 19 are: a peak before noon, a dip at lunch. */
const hours = [1, 6, 14, 16, 14, 9, 5, 10, 13, 12, 8, 3, 1] as const;
const firstHour = 7;
/** Monday to Sunday. */
const weekdays = [1.15, 1, 1, 1, 0.85, 0.12, 0.04] as const;

export interface Day {
  date: Temporal.PlainDate;
  calls: number;
}

export interface DateSpan {
  days: number;
  until: Date;
  zone: string;
  /** Exactly so many calls, spread over whole days; else an ordinary company's number, today's so far included. */
  calls?: number;
}

/** A middling weekday's calls. */
const usualCalls = 120;

export function daysOf({ days, until, zone, calls }: DateSpan): Day[] {
  const end = Temporal.Instant.fromEpochMilliseconds(until.getTime()).toZonedDateTimeISO(zone);
  const today = end.toPlainDate();
  const wholeDaysOnly = calls !== undefined || end.equals(end.startOfDay());
  const last = wholeDaysOnly ? today.subtract({ days: 1 }) : today;
  const dates = Array.from({ length: days }, (_, i) => last.subtract({ days: days - 1 - i }));
  if (calls === undefined)
    return dates.map((date) => ({
      date,
      calls: Math.round(usualCalls * busyness(date)),
    }));

  const total = dates.reduce((sum, date) => sum + busyness(date), 0);
  let before = 0;
  let given = 0;
  return dates.map((date) => {
    before += busyness(date);
    const share = Math.round((calls * before) / total) - given;
    given += share;
    return { date, calls: share };
  });
}

function busyness(date: Temporal.PlainDate): number {
  return weekdays[date.dayOfWeek - 1] ?? 1;
}

/** When the day's calls begin, in order. */
export function startsOf(day: Day, zone: string, random: Random): number[] {
  const hourOf = () => firstHour + random.weighted([...hours.keys()], (i) => hours[i] ?? 0);
  const midnight = day.date.toZonedDateTime({ timeZone: zone });
  return Array.from({ length: day.calls }, () => {
    const at = midnight.withPlainTime({ hour: hourOf() }).epochMilliseconds;
    return at + random.between(0, 3_599_999);
  }).sort((a, b) => a - b);
}

/** The same for a date whatever else is played. */
export function dayNumber(date: Temporal.PlainDate): number {
  return date.toZonedDateTime('UTC').epochMilliseconds / 86_400_000;
}
