import { type Period, readMoment, readZone, toPeriod } from './period.js';
import { Problem } from './problem.filter.js';
import { any, type Asked, once, oneOf, text } from './query.js';
import type { Sight } from './sight.js';

/** Which transfers, as asked in a URL: the same for the list, the exports and the reports. */
export const FILTER = {
  callid: any(text),
  ext: any(text),
  sn: any(text),
  direction: any(oneOf('internal', 'inbound', 'outbound')),
  from: once(readMoment),
  to: once(readMoment),
  tz: once(readZone),
};

/** Values of one field are OR, fields AND; absent fields do not restrict. */
export interface Filter extends Period {
  /** What the one who asks may see. */
  sight: Sight;
  callid?: string[];
  ext?: string[];
  sn?: string[];
  direction?: string[];
  tz: string;
}

/** @throws Problem 403 for a question whose very answer would betray numbers that may not be seen. */
export function toFilter(
  { from, to, tz, sn, ...rest }: Asked<typeof FILTER>,
  zone: string,
  sight: Sight,
): Filter {
  if (!sight.numbers && 'number' in rest)
    throw new Problem(403, 'Asking by number needs a key with the scope numbers.');
  const zoned = tz ?? zone;
  // An event without a serial number is stored under the empty one.
  const serials = sn && { sn: sn.map((value) => (value === 'none' ? '' : value)) };
  return { sight, ...rest, ...serials, ...toPeriod(from, to, zoned), tz: zoned };
}
