import { describe, it } from '@jest/globals';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { localTime } from '../../../src/filter/period.js';

const ZONES = [
  'UTC',
  'Europe/Madrid',
  'Europe/London',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Casablanca',
];

/** When the zone's clock changes between 1980 and 2060. */
function changes(zone: string): number[] {
  const all: number[] = [];
  let at: Temporal.ZonedDateTime | null =
    Temporal.Instant.from('1980-01-01T00:00:00Z').toZonedDateTimeISO(zone);
  while ((at = at.getTimeZoneTransition('next')) && at.year < 2060) all.push(at.epochMilliseconds);
  return all;
}

describe('localTime', () => {
  it.each(ZONES)('%s: an instant in its local time, in whatever order they come', (zone) => {
    const instant = fc.oneof(
      fc.integer({ min: Date.parse('1980-01-01T00:00:00Z'), max: Date.parse('2060-01-01T00:00:00Z') }),
      fc
        .tuple(fc.constantFrom(0, ...changes(zone)), fc.constantFrom(-1, 0, 1))
        .map(([change, beside]) => change + beside),
    );
    fc.assert(
      fc.property(fc.array(instant, { minLength: 1, maxLength: 20 }), (instants) => {
        const write = localTime(zone);
        for (const at of instants) {
          const time = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
          const iso = new Date(at).toISOString();
          const right = time.toString({ smallestUnit: 'millisecond', timeZoneName: 'never' });
          assert.equal(write(iso), time.offsetNanoseconds === 0 ? iso : right);
        }
      }),
      { numRuns: 300 },
    );
  });
});
