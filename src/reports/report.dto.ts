import { toFilter } from '../filter/filter.js';
import { toPeriod, type Moment, readMoment } from '../filter/period.js';
import { invalidQuery, InvalidValue } from '../http/invalid-value.js';
import { Problem } from '../http/problem.filter.js';
import type { Visibility } from '../transfer/visibility.js';
import { type Bounded, isTime } from './dimensions/dimension.js';
import { type By, dimensionOf, BY } from './dimensions/dimensions.js';
import { dayOf, MOST_BUCKETS, type Span, spanBefore } from './dimensions/time/buckets.js';
import { FilterQuery } from '../filter/filter.dto.js';
import {
  ChoiceParameter,
  ParsedParameter,
  type Separator,
  SeparatorParameter,
} from '../http/query-parameters.js';

/** The period to set beside the one that is asked for. */
export type Comparison = 'previous' | { from: Moment; to: Moment };

/** The parameters of a report: of which transfers, by which dimension, and compared with which period. */
export class ReportQuery extends FilterQuery {
  @ChoiceParameter(BY, { description: 'What the rows stand for.', default: 'day' })
  by: By = 'day';

  @ParsedParameter(
    readComparison,
    { type: 'string', pattern: '^(previous|[^/]+/[^/]+)$' },
    { description: '`previous`, or a period such as `2026-11-01/2026-11-07`, to set beside each row.' },
  )
  compare?: Comparison;
}

export class ReportCsvQuery extends ReportQuery {
  @SeparatorParameter('Of the columns.')
  separator: Separator = ',';
}

function readComparison(value: string): Comparison {
  if (value === 'previous') return value;
  const [from, to, ...more] = value.split('/');
  if (!from || !to || more.length > 0)
    throw new InvalidValue(`is previous, or a period such as 2026-11-01/2026-11-07; not '${value}'`);
  return { from: readMoment(from), to: readMoment(to) };
}

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
  /** What the caller may see. */
  visibility: Visibility;
  now: Date;
  /** When the first transfer that the caller may see was received; asked only where `to` stands alone. */
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
