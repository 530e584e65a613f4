/** Numbers and times as the page writes them. Times are in the zone of the view, not of the browser. */
const LANGUAGE = 'en-GB';

const number = new Intl.NumberFormat(LANGUAGE);
export const count = (value: number) => number.format(value);

export const signed = (value: number) =>
  value > 0 ? `+${count(value)}` : value < 0 ? `−${count(-value)}` : '±0';

/** A share, without decimals; nothing of nothing is no share. */
export const share = (part: number, whole: number) =>
  whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;

export function duration(seconds: number | null): string {
  if (seconds === null) return '–';
  const s = Math.round(seconds);
  return s < 60 ? `${s} s` : `${Math.floor(s / 60)} min ${String(s % 60).padStart(2, '0')} s`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(at: string | Date, zone: string, options: Intl.DateTimeFormatOptions): string {
  const key = zone + JSON.stringify(options);
  let made = formats.get(key);
  if (!made) formats.set(key, (made = new Intl.DateTimeFormat(LANGUAGE, { ...options, timeZone: zone })));
  return made.format(typeof at === 'string' ? new Date(at) : at);
}

const CLOCK = { hour: '2-digit', minute: '2-digit' } as const;
const DAY = { weekday: 'short', day: 'numeric', month: 'short' } as const;

export const clock = (at: string, zone: string) => format(at, zone, CLOCK);
export const clockSeconds = (at: string, zone: string) => format(at, zone, { ...CLOCK, second: '2-digit' });
export const day = (at: string, zone: string) => format(at, zone, DAY);
export const moment = (at: string, zone: string) => `${day(at, zone)}, ${clockSeconds(at, zone)}`;

/** A bare date, which is the same day in every zone. */
export const date = (bare: string) => format(`${bare}T00:00:00Z`, 'UTC', DAY);
