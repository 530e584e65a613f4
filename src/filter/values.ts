import { InvalidValue } from '../http/invalid-value.js';

/** An outside number, or a part of one where more may stand before or behind it. */
export interface NumberPattern {
  text: string;
  before: boolean;
  behind: boolean;
}

/** Minutes of the day, `from` included and `to` not; `to` lies before `from` where midnight is between them. */
export interface HoursOfDay {
  from: number;
  to: number;
}

const TIME = '(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)';
/** What the parser takes and what the document says. */
export const HOURS_PATTERN = `^${TIME}-${TIME}$`;
export const WEEKDAYS_PATTERN = '^[1-7](-[1-7])?(,[1-7](-[1-7])?)*$';

/** `*` at an end stands for the rest, `\*` for a star; a bare + in a URL decodes to a space. */
export function readNumber(value: string): NumberPattern {
  const parts = /^(\*)?((?:\\\*|[^*])*?)(\*)?$/s.exec(value.replace(/^ /, '+'));
  if (!parts)
    throw new InvalidValue(`has a * in its middle; a * can stand at an end, and \\* is a literal star`);
  return { text: parts[2]!.replaceAll('\\*', '*'), before: parts[1] === '*', behind: parts[3] === '*' };
}

/** A number in which `*` is nothing but a star; a bare + in a URL decodes to a space. */
export function readExactNumber(value: string): string {
  return value.replace(/^ /, '+');
}

/** An event without a serial number is stored under the empty one. */
export function readSerial(value: string): string {
  return value === 'none' ? '' : value;
}

/** Null: any. */
export function readReported(value: string): boolean | null {
  if (value !== 'true' && value !== 'false' && value !== 'any')
    throw new InvalidValue(`is true, false, any; not '${value}'`);
  return value === 'any' ? null : value === 'true';
}

export function readHours(value: string): HoursOfDay {
  const right = new RegExp(HOURS_PATTERN).test(value);
  const [from, to] = right ? value.split('-').map(minutesOf) : [];
  if (from === undefined || to === undefined || from === to)
    throw new InvalidValue(`is a window of the day such as 09:00-18:00 or 22:00-06:00; not '${value}'`);
  return { from, to };
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return hours! * 60 + minutes!;
}

/** `1-5`, `6`, `1,3,5`, or `5-1` from Friday over the weekend to Monday. */
export function readWeekdays(value: string): number[] {
  if (!new RegExp(WEEKDAYS_PATTERN).test(value))
    throw new InvalidValue(`is days such as 1-5 or 6,7, where 1 is Monday and 7 Sunday; not '${value}'`);
  return value.split(',').flatMap((part) => {
    const [first = 1, last = first] = part.split('-').map(Number);
    return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, n) => ((first - 1 + n) % 7) + 1);
  });
}
