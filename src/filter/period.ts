import { Temporal } from 'temporal-polyfill';
import { InvalidValue } from '../http/invalid-value.js';
import { timeZoneName } from '../transfer/time-zone.js';

/** A time as written in a URL: an instant, or a bare date, of which a zone makes an instant. */
export type Moment = { instant: Date } | { date: string };

/** `from` included, `to` not. */
export interface Period {
  from: Date | null;
  to: Date | null;
}

/** What `readMoment` takes, for the document. */
export const MOMENT_SCHEMA = {
  type: 'string' as const,
  anyOf: [
    { type: 'string', format: 'date-time' },
    { type: 'string', format: 'date' },
  ],
};

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** ISO 8601: `2026-11-22`, or an instant with its offset. A leap second or a time without an offset is refused. */
export function readMoment(value: string): Moment {
  try {
    if (DATE.test(value))
      return {
        date: Temporal.PlainDate.from(value, { overflow: 'reject' }).toString(),
      };
    // A bare + in a URL decodes to a space.
    const instant = Temporal.Instant.from(value.replace(/ (\d{2}:?\d{2})$/, '+$1'));
    const year = new Date(instant.epochMilliseconds).getUTCFullYear();
    if (year < 1970 || year > 9999) throw new RangeError();
    return { instant: new Date(instant.epochMilliseconds) };
  } catch {
    throw new InvalidValue(
      `is an instant such as 2026-11-22T09:00:00Z or 2026-11-22T09:00:00+01:00, or a bare date such as 2026-11-22; not '${value}'`,
    );
  }
}

export function readZone(value: string): string {
  const name = timeZoneName(value);
  if (name === null)
    throw new InvalidValue(`is a zone of the IANA database such as Europe/Madrid; not '${value}'`);
  return name;
}

/** Bare dates are days in `zone`, both included: `to` becomes the start of the day after it. */
export function toPeriod(from: Moment | undefined, to: Moment | undefined, zone: string): Period {
  return {
    from: from ? ('instant' in from ? from.instant : startOfDay(from.date, zone, 0)) : null,
    to: to ? ('instant' in to ? to.instant : startOfDay(to.date, zone, 1)) : null,
  };
}

function startOfDay(date: string, zone: string, later: number): Date {
  const day = Temporal.PlainDate.from(date).add({ days: later });
  return new Date(day.toZonedDateTime(zone).epochMilliseconds);
}

/** Writes instants (ISO 8601, UTC, milliseconds) as local times of `zone` with their offset. */
export function localTime(zone: string): (iso: string) => string {
  // Rows come in the order of time, and a zone keeps its offset for months, which takes long to look up.
  let known = offsetAt(0, zone);
  return (iso) => {
    const at = Date.parse(iso);
    if (at < known.from || at >= known.to) known = offsetAt(at, zone);
    return known.ahead === 0 ? iso : new Date(at + known.ahead).toISOString().replace('Z', known.text);
  };
}

/** The offset of a zone at an instant, and the time for which it holds. All in milliseconds. */
function offsetAt(at: number, zone: string) {
  const time = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const next = time.getTimeZoneTransition('next');
  const last = time.add({ milliseconds: 1 }).getTimeZoneTransition('previous'); // `at` itself included
  return {
    ahead: time.offsetNanoseconds / 1e6,
    text: time.offset,
    from: last ? last.epochMilliseconds : -Infinity,
    to: next ? next.epochMilliseconds : Infinity,
  };
}
