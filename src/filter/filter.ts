import type { FilterQuery } from './filter.dto.js';
import { type Period, toPeriod } from './period.js';
import { invalidQuery } from '../http/invalid-value.js';
import { Problem } from '../http/problem.filter.js';
import { canBeExtension } from '../transfer/extension-number.js';
import type { Visibility } from '../transfer/visibility.js';

/** The filter ready for SQL: its times are instants, and what the caller may see is part of it. */
export interface Filter extends Omit<FilterQuery, 'from' | 'to' | 'tz' | 'weekdays'>, Period {
  /** What the caller may see. */
  visibility: Visibility;
  /** 1 is Monday; each day once. */
  weekdays?: number[];
  /** Of bare dates, hours and weekdays, and of what is printed. */
  tz: string;
}

/**
 * @throws Problem 403 for `number=`, and for `ext=` with what is no extension, from a key without the scope numbers: the rows
 * that match would show it.
 */
export function toFilter(
  { from, to, tz, weekdays, ...rest }: FilterQuery,
  zone: string,
  visibility: Visibility,
): Filter {
  if (!visibility.numbers && rest.number)
    throw new Problem(403, 'Asking by number needs a key with the scope numbers.');
  if (!visibility.numbers && rest.ext?.some((ext) => !canBeExtension(ext)))
    throw new Problem(
      403,
      'No extension has more than seven digits; asking by number needs a key with the scope numbers.',
    );
  const zoned = tz ?? zone;
  const period = toPeriod(from, to, zoned);
  if (period.from && period.to && period.from >= period.to)
    throw invalidQuery([{ path: 'to', message: 'is not after from, so nothing can be between them' }]);
  if (rest.role !== 'any' && !rest.ext && !rest.group)
    throw invalidQuery([
      { path: 'role', message: 'says in which part ext or group is meant; give one of them too' },
    ]);
  return {
    visibility,
    ...rest,
    ...(weekdays && { weekdays: [...new Set(weekdays.flat())].sort() }),
    ...period,
    tz: zoned,
  };
}
