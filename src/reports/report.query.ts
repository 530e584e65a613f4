import { toFilter } from '../filter/filter.js';
import { toPeriod } from '../filter/period.js';
import { invalidQuery } from '../http/invalid-value.js';
import { Problem } from '../http/problem.filter.js';
import type { Visibility } from '../transfer/visibility.js';
import { type Bounded, isTime } from './dimensions/dimension.js';
import { type By, dimensionOf } from './dimensions/dimensions.js';
import { dayOf, MOST_BUCKETS, type Span, spanBefore } from './dimensions/time/buckets.js';
import type { Comparison, ReportQuery } from './report.dto.js';

/** A report, as asked. */
export interface ReportAsked {
  filter: Bounded;
  by: By;
  /** The period to set beside it. */
  compare: Span | null;
}

/** What `from` and `to` are where the URL does not say: today. */
export interface Defaults {
  zone: string;
  /** What the one who asks may see. */
  visibility: Visibility;
  now: Date;
  /** When the first transfer of all was received; asked only where `to` stands alone. */
  first: () => Promise<Date | null>;
}

/** @throws Problem 400 where a period has more parts than a report can show, 403 where outside numbers may not be seen. */
export async function toReport(
  { by, compare, ...asked }: ReportQuery,
  { zone, visibility, now, first }: Defaults,
): Promise<ReportAsked> {
  const open = toFilter(asked, zone, visibility);
  const dimension = dimensionOf(by);
  if (dimension.outsideNumbers === 'refused' && !visibility.numbers)
    throw new Problem(403, `A report by ${by} needs a key with the scope numbers.`);
  const today = dayOf(now, open.tz);
  const from = open.from ?? (open.to ? dayOf((await first()) ?? open.to, open.tz).from : today.from);
  const to = open.to ?? (from < today.to ? today.to : dayOf(from, open.tz).to);
  const filter = { ...open, from, to };
  const other = compare ? spanOf(compare, filter) : null;
  for (const span of [filter, other])
    if (span && isTime(dimension) && dimension.isTooLong(span))
      throw invalidQuery([
        {
          path: 'by',
          message: `${by} makes more than ${MOST_BUCKETS} rows of this period; ask for a shorter one`,
        },
      ]);
  return { filter, by, compare: other };
}

function spanOf(compare: Comparison, filter: Bounded): Span {
  if (compare === 'previous') return spanBefore(filter, filter.tz);
  const { from, to } = toPeriod(compare.from, compare.to, filter.tz);
  return { from: from!, to: to! };
}
