import { FilterQuery } from '../filter/filter.dto.js';
import { toFilter } from '../filter/filter.js';
import { readHours, readNumber, readReported, readSerial, readWeekdays } from '../filter/values.js';
import { type Moment, readMoment, readZone, toPeriod } from '../filter/period.js';
import { Problem } from '../http/problem.filter.js';
import { any, faulty, Fault, once, oneOf, type Query, readQuery, text, whole } from '../http/query.js';
import { DIRECTIONS, OUTCOMES, ROLES, TRANSFER_KINDS } from '../transfer/transfer.js';
import type { Visibility } from '../transfer/visibility.js';
import { type Bounded, isTime } from './dimensions/dimension.js';
import { BY, type By, dimensionOf } from './dimensions/dimensions.js';
import { dayOf, MOST_BUCKETS, type Span, spanBefore } from './dimensions/time/buckets.js';

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

const REPORT = {
  callid: any(text),
  ext: any(text),
  role: once(oneOf(...ROLES)),
  number: any(readNumber),
  trunk: any(text),
  sn: any(readSerial),
  direction: any(oneOf(...DIRECTIONS)),
  outcome: any(oneOf(...OUTCOMES)),
  kind: any(oneOf(...TRANSFER_KINDS)),
  group: any(text),
  reported: once(readReported),
  from: once(readMoment),
  to: once(readMoment),
  tz: once(readZone),
  hours: any(readHours),
  weekdays: any(readWeekdays),
  hops: once(whole(1, 1000)),
  by: once(oneOf(...BY)),
  compare: once(readCompare),
};

export async function readReport(
  query: Query,
  { zone, visibility, now, first }: Defaults,
): Promise<ReportAsked> {
  const { by = 'day', compare, ...asked } = readQuery(query, REPORT);
  const open = toFilter(Object.assign(new FilterQuery(), asked), zone, visibility);
  const dimension = dimensionOf(by);
  if (dimension.outsideNumbers === 'refused' && !visibility.numbers)
    throw new Problem(403, `A report by ${by} needs a key with the scope numbers.`);
  const today = dayOf(now, open.tz);
  const from = open.from ?? (open.to ? dayOf((await first()) ?? open.to, open.tz).from : today.from);
  const to = open.to ?? (from < today.to ? today.to : dayOf(from, open.tz).to);
  const filter = { ...open, from, to };
  const other = compare === 'previous' ? spanBefore(filter, open.tz) : compare && toSpan(compare, open.tz);
  for (const span of [filter, other])
    if (span && isTime(dimension) && dimension.isTooLong(span))
      throw faulty([
        {
          path: 'by',
          message: `${by} makes more than ${MOST_BUCKETS} rows of this period; ask for a shorter one`,
        },
      ]);
  return { filter, by, compare: other ?? null };
}

function readCompare(value: string): 'previous' | { from: Moment; to: Moment } {
  if (value === 'previous') return value;
  const [from, to, ...more] = value.split('/');
  if (!from || !to || more.length > 0)
    throw new Fault(`is previous, or a period such as 2026-11-01/2026-11-07; not '${value}'`);
  return { from: readMoment(from), to: readMoment(to) };
}

function toSpan(asked: { from: Moment; to: Moment }, zone: string): Span {
  const { from, to } = toPeriod(asked.from, asked.to, zone);
  return { from: from!, to: to! };
}
