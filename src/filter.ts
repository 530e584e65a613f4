import { type Period, readMoment, readZone, toPeriod } from './period.js';
import { any, type Asked, once, oneOf, text } from './query.js';

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
  callid?: string[];
  ext?: string[];
  sn?: string[];
  direction?: string[];
  tz: string;
}

export function toFilter({ from, to, tz, sn, ...rest }: Asked<typeof FILTER>, zone: string): Filter {
  const zoned = tz ?? zone;
  // An event without a serial number is stored under the empty one.
  const serials = sn && {
    sn: sn.map((value) => (value === 'none' ? '' : value)),
  };
  return { ...rest, ...serials, ...toPeriod(from, to, zoned), tz: zoned };
}
