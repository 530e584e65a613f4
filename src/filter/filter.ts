import { type Period, readMoment, readZone, toPeriod } from './period.js';
import { Problem } from '../http/problem.filter.js';
import { any, type Asked, Fault, faulty, once, oneOf, text, whole } from '../http/query.js';
import type { Visibility } from '../transfer/visibility.js';

/** Which transfers, as asked in a URL: the same for the list, the exports, the stream and the reports. */
export const FILTER = {
  callid: any(text),
  ext: any(text),
  role: once(oneOf('any', 'transferor', 'transferee', 'target')),
  number: any(readNumber),
  trunk: any(text),
  sn: any(text),
  direction: any(oneOf('internal', 'inbound', 'outbound')),
  outcome: any(oneOf('answered', 'unanswered', 'failed', 'returned', 'abandoned', 'unknown')),
  kind: any(oneOf('blind', 'attended', 'forward', 'unknown')),
  group: any(text),
  reported: once(oneOf('true', 'false', 'any')),
  from: once(readMoment),
  to: once(readMoment),
  tz: once(readZone),
  hours: any(readHours),
  weekdays: any(readWeekdays),
  hops: once(whole(1, 1000)),
};

/** Values of one field are OR, fields AND; absent fields do not restrict. */
export interface Filter extends Period {
  /** What the one who asks may see. */
  visibility: Visibility;
  callid?: string[];
  ext?: string[];
  /** In which part `ext` and `group` are meant. */
  role: Role;
  number?: NumberPattern[];
  trunk?: string[];
  sn?: string[];
  direction?: string[];
  outcome?: string[];
  kind?: string[];
  group?: string[];
  /** Null: whether the PBX reported it or only its call records betray it. */
  reported: boolean | null;
  hours?: Hours[];
  /** 1 is Monday. */
  weekdays?: number[];
  hops?: number;
  /** Of bare dates, hours and weekdays, and of what is printed. */
  tz: string;
}

export type Role = 'any' | 'transferor' | 'transferee' | 'target';

/** An outside number, or a part of one where more may stand before or behind it. */
export interface NumberPattern {
  text: string;
  before: boolean;
  behind: boolean;
}

/** Minutes of the day, `from` included and `to` not; `to` lies before `from` where midnight is between them. */
export interface Hours {
  from: number;
  to: number;
}

/** @throws Problem 403 for a question whose very answer would betray numbers that may not be seen. */
export function toFilter(
  { from, to, tz, sn, role = 'any', reported = 'true', weekdays, ...rest }: Asked<typeof FILTER>,
  zone: string,
  visibility: Visibility,
): Filter {
  if (!visibility.numbers && rest.number)
    throw new Problem(403, 'Asking by number needs a key with the scope numbers.');
  const zoned = tz ?? zone;
  const period = toPeriod(from, to, zoned);
  if (period.from && period.to && period.from >= period.to)
    throw faulty([{ path: 'to', message: 'is not after from, so nothing can be between them' }]);
  if (role !== 'any' && !rest.ext && !rest.group)
    throw faulty([
      { path: 'role', message: 'says in which part ext or group is meant; give one of them too' },
    ]);
  return {
    visibility,
    ...rest,
    // An event without a serial number is stored under the empty one.
    ...(sn && { sn: sn.map((value) => (value === 'none' ? '' : value)) }),
    ...(weekdays && { weekdays: [...new Set(weekdays.flat())].sort() }),
    ...period,
    role,
    reported: asReported(reported),
    tz: zoned,
  };
}

/** `*` at an end stands for the rest, `\*` for a star; a bare + in a URL decodes to a space. */
function readNumber(value: string): NumberPattern {
  const parts = /^(\*)?((?:\\\*|[^*])*?)(\*)?$/s.exec(text(value).replace(/^ /, '+'));
  if (!parts) throw new Fault(`has a * in its middle; a * can stand at an end, and \\* is a literal star`);
  return { text: parts[2]!.replaceAll('\\*', '*'), before: parts[1] === '*', behind: parts[3] === '*' };
}

const TIME = String.raw`([01]\d|2[0-3]|24(?=:00)):([0-5]\d)`;
const HOURS = new RegExp(`^${TIME}-${TIME}$`);

function readHours(value: string): Hours {
  const parts = HOURS.exec(value)?.slice(1).map(Number);
  const from = parts ? parts[0]! * 60 + parts[1]! : 0;
  const to = parts ? parts[2]! * 60 + parts[3]! : 0;
  if (from === to)
    throw new Fault(`is a window of the day such as 09:00-18:00 or 22:00-06:00; not '${value}'`);
  return { from, to };
}

/** `1-5`, `6`, `1,3,5`, or `5-1` from Friday over the weekend to Monday. */
function readWeekdays(value: string): number[] {
  return value.split(',').flatMap((part) => {
    const days = /^([1-7])(?:-([1-7]))?$/.exec(part);
    if (!days) throw new Fault(`is days such as 1-5 or 6,7, where 1 is Monday and 7 Sunday; not '${value}'`);
    const first = Number(days[1]);
    const last = Number(days[2] ?? first);
    return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, n) => ((first - 1 + n) % 7) + 1);
  });
}

/** Null: any. */
export const asReported = (asked: 'true' | 'false' | 'any') => (asked === 'any' ? null : asked === 'true');
