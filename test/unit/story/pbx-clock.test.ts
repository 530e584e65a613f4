import { describe, expect, it } from '@jest/globals';
import {
  bucketStarts,
  type ClockUnit,
  spanBefore,
  tooMany,
  written,
} from '../../../src/reports/dimensions/time/buckets.js';

const span = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) });
const starts = (clock: ClockUnit, from: string, to: string, zone: string) =>
  bucketStarts(clock, span(from, to), zone).map((start) => written(start, zone));

describe('the buckets of a report over time', () => {
  it('have one hour less and one more on the days that the clock changes', () => {
    const spring = starts('hour', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', 'Europe/Madrid');
    expect(spring).toHaveLength(23);
    expect(spring.slice(1, 3)).toEqual(['2026-03-29T01:00:00+01:00', '2026-03-29T03:00:00+02:00']);
    const autumn = starts('hour', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', 'Europe/Madrid');
    expect(autumn).toHaveLength(25);
    expect(autumn.slice(2, 4)).toEqual(['2026-10-25T02:00:00+02:00', '2026-10-25T02:00:00+01:00']);
  });

  it('carry the offset of their own day', () => {
    expect(starts('day', '2026-10-23T22:00:00Z', '2026-10-26T23:00:00Z', 'Europe/Madrid')).toEqual([
      '2026-10-24T00:00:00+02:00',
      '2026-10-25T00:00:00+02:00',
      '2026-10-26T00:00:00+01:00',
    ]);
  });

  it('begin where the clock shows the hour, also in zones of odd quarters', () => {
    expect(starts('hour', '2026-11-22T00:00:00Z', '2026-11-22T01:30:00Z', 'Asia/Kathmandu')).toEqual([
      '2026-11-22T05:00:00+05:45',
      '2026-11-22T06:00:00+05:45',
      '2026-11-22T07:00:00+05:45',
    ]);
  });

  it('end where a clock is set back by half an hour', () => {
    // Lord Howe, 2026-04-05: at 02:00+11:00 it is 01:30+10:30 again.
    expect(starts('hour', '2026-04-04T13:00:00Z', '2026-04-04T17:00:00Z', 'Australia/Lord_Howe')).toEqual([
      '2026-04-05T00:00:00+11:00',
      '2026-04-05T01:00:00+11:00',
      '2026-04-05T02:00:00+10:30',
      '2026-04-05T03:00:00+10:30',
    ]);
  });

  it('are days also where midnight is skipped', () => {
    // Beirut, 2026-03-29: after 23:59:59 it is 01:00.
    expect(starts('day', '2026-03-27T22:00:00Z', '2026-03-30T21:00:00Z', 'Asia/Beirut')).toEqual([
      '2026-03-28T00:00:00+02:00',
      '2026-03-29T01:00:00+03:00',
      '2026-03-30T00:00:00+03:00',
    ]);
  });

  it('are weeks from Monday and months from the first, the one that the period begins in whole', () => {
    expect(starts('week', '2026-12-31T23:00:00Z', '2027-01-10T23:00:00Z', 'Europe/Madrid')).toEqual([
      '2026-12-28T00:00:00+01:00',
      '2027-01-04T00:00:00+01:00',
    ]);
    expect(starts('month', '2026-01-31T12:00:00Z', '2026-03-01T00:00:00Z', 'UTC')).toEqual([
      '2026-01-01T00:00:00+00:00',
      '2026-02-01T00:00:00+00:00',
    ]);
  });

  it('are none of an empty period, and too many of a long one', () => {
    expect(bucketStarts('day', span('2026-11-22T00:00:00Z', '2026-11-22T00:00:00Z'), 'UTC')).toEqual([]);
    expect(tooMany('hour', span('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'))).toBe(false);
    expect(tooMany('hour', span('2026-01-01T00:00:00Z', '2028-01-01T00:00:00Z'))).toBe(true);
  });

  it('never repeat, skip or leave the period, whatever the zone', () => {
    for (const zone of [
      'Europe/Madrid',
      'Australia/Lord_Howe',
      'America/St_Johns',
      'Asia/Beirut',
      'Antarctica/Troll',
    ])
      for (const clock of ['hour', 'day', 'week', 'month'] as const) {
        const year = span('2026-01-01T07:20:00Z', '2027-01-01T07:20:00Z');
        const times = bucketStarts(clock, year, zone).map((start) => start.getTime());
        expect(times[0]).toBeLessThanOrEqual(year.from.getTime());
        expect(times[1]).toBeGreaterThan(year.from.getTime());
        expect(times.at(-1)).toBeLessThan(year.to.getTime());
        const steps = times.slice(1).map((time, n) => (time - times[n]!) / 3_600_000);
        const [least, most] = { hour: [0.5, 1.5], day: [22, 26], week: [166, 170], month: [670, 746] }[clock];
        expect(Math.min(...steps)).toBeGreaterThanOrEqual(least!);
        expect(Math.max(...steps)).toBeLessThanOrEqual(most!);
      }
  });
});

describe('the period that a report is compared with', () => {
  it('is as many days, however long they were', () => {
    const week = span('2026-10-25T23:00:00Z', '2026-11-01T23:00:00Z'); // Madrid, the week after the change
    expect(spanBefore(week, 'Europe/Madrid')).toEqual(span('2026-10-18T22:00:00Z', '2026-10-25T23:00:00Z'));
  });

  it('is as long where it is not whole days', () => {
    expect(spanBefore(span('2026-11-22T08:00:00Z', '2026-11-22T09:30:00Z'), 'UTC')).toEqual(
      span('2026-11-22T06:30:00Z', '2026-11-22T08:00:00Z'),
    );
  });
});
