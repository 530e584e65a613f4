import { QUARTER_MS } from '../../transfer/pbx-zone.js';

/** How a P-Series PBX shows times and takes them (System > Date and Time > Display Format). */
export interface DisplayFormat {
  /** The order of day, month and year, such as `DD/MM/YYYY`. */
  date: string;
  isTwelveHours: boolean;
  /** Minutes by which the PBX's clock is ahead of UTC. */
  offset: number;
}

/** What `system/information` says of the clock. */
export interface ShownClock {
  system_time?: unknown;
  system_date_format?: unknown;
  /** Unix seconds. */
  timestamp?: unknown;
}

const DATES = ['YYYY/MM/DD', 'MM/DD/YYYY', 'DD/MM/YYYY'];
const MINUTE = 60_000;
/** No zone is farther from UTC. */
const FARTHEST = 15 * 60 * MINUTE;

/**
 * The format that makes the PBX's time and its Unix seconds the same moment in some zone; null where none does. Whether the
 * clock has 12 hours or 24 shows in the time alone.
 */
export function formatOf({ system_time, system_date_format, timestamp }: ShownClock): DisplayFormat | null {
  const seconds = Number(timestamp);
  if (typeof system_time !== 'string' || timestamp === undefined || Number.isNaN(seconds)) return null;
  for (const date of [...(isDate(system_date_format) ? [system_date_format] : []), ...DATES]) {
    const local = readLocal(system_time, date);
    const distance = local === null ? Infinity : local - seconds * 1000;
    if (Math.abs(distance) > FARTHEST) continue;
    const offset = (Math.round(distance / QUARTER_MS) * QUARTER_MS) / MINUTE;
    return { date, isTwelveHours: /[AP]M$/i.test(system_time.trim()), offset };
  }
  return null;
}

const isDate = (text: unknown): text is string =>
  typeof text === 'string' && ['YYYY', 'MM', 'DD'].every((part) => text.includes(part));

/** `16/10/2026 03:04:09 PM`, for the PBX to read. */
export function showTime(at: number, { date, isTwelveHours, offset }: DisplayFormat): string {
  const [day, clock] = pbxLocalTime(at, offset).split(' ') as [string, string];
  const [year, month, monthDay] = day.split('-') as [string, string, string];
  const shown = date.replace('YYYY', year).replace('MM', month).replace('DD', monthDay);
  if (!isTwelveHours) return `${shown} ${clock}`;
  const hour = Number(clock.slice(0, 2));
  return `${shown} ${String(hour % 12 || 12).padStart(2, '0')}${clock.slice(2)} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** A time that the PBX shows, in ms; null where it is in another format. */
export function readTime(text: string, { date, offset }: DisplayFormat): number | null {
  const local = readLocal(text, date);
  return local === null ? null : local - offset * MINUTE;
}

/** `2026-10-16 15:04:09` on a clock so many minutes ahead of UTC. */
export const pbxLocalTime = (at: number, offset: number): string =>
  new Date(at + offset * MINUTE).toISOString().slice(0, 19).replace('T', ' ');

/** As if it were UTC. */
function readLocal(text: string, date: string): number | null {
  const [, first, second, third, hour, minute, rest, half] =
    /^\s*(\d+)\D(\d+)\D(\d+) (\d\d?):(\d\d):(\d\d)(?: ?([AP]M))?\s*$/i.exec(text) ?? [];
  if (first === undefined) return null;
  const order: string[] = date.match(/YYYY|MM|DD/g) ?? [];
  const part = (name: string) => Number([first, second, third][order.indexOf(name)]);
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0);
  const at = Date.UTC(part('YYYY'), part('MM') - 1, part('DD'), hours, Number(minute), Number(rest));
  const isReal = part('YYYY') > 1999 && new Date(at).getUTCDate() === part('DD');
  return isReal ? at : null;
}
