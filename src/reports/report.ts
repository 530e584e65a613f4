import {
  type Dimension,
  isTime,
  type Line,
  type RowKey,
  type ValueDimension,
} from './dimensions/dimension.js';
import { type By, dimensionOf } from './dimensions/dimensions.js';
import { type Span, written } from './dimensions/time/buckets.js';
import { changeFrom, type Figures, NOTHING } from './figures.js';
import type { ReportAsked } from './report.dto.js';
import type { ReportView } from './report-view.js';
import type { Counted } from './sql/figures.reader.js';
import { PART } from './sql/facts.js';

export interface Report extends ReportView {
  by: By;
  rows: ReportRow[];
}

/** Its key and its extra columns by the names of the dimension, its figures, and those of the other period. */
export type ReportRow = RowKey & Figures & { previous?: Figures; change?: Figures };

const NOTE = 'A PBX does not report transfers that were made through its API; no figure here counts them.';

/** Puts what was counted in order, with zeros where nothing happened, and the other period beside it. */
export function reportOf(
  { filter, by, compare }: ReportAsked,
  now: Counted,
  before: Counted | null,
  names: Record<string, string>,
): Report {
  const { tz } = filter;
  const lines = linesOf(by, filter, tz, now);
  const others =
    before && compare && new Map(linesOf(by, compare, tz, before).map((line) => [line.same, line]));
  const dimension = dimensionOf(by);
  if (others && !isTime(dimension)) {
    // Rows that only the other period has are shown with zeros: a comparison is about what is gone, too.
    const known = new Set(lines.map(({ same }) => same));
    for (const line of others.values()) if (!known.has(line.same)) lines.push({ ...line, figures: NOTHING });
  }
  if (!isTime(dimension)) lines.sort(orderOf(dimension.order));
  const bySameness = new Map(lines.map((line) => [line.same, line])); // a busy day has thousands
  const period = (span: Span) => ({ from: written(span.from, tz), to: written(span.to, tz) });
  return {
    ...period(filter),
    tz,
    by,
    note: NOTE,
    names,
    totals: now.totals,
    ...(before && compare && { compare: { ...period(compare), totals: before.totals } }),
    rows: lines.map((line) => ({
      ...line.key,
      ...extra(line, dimension.extra, bySameness, now.totals),
      ...line.figures,
      ...(others && beside(line.figures, others.get(line.same)?.figures ?? NOTHING)),
    })) as ReportRow[],
  };
}

const beside = (now: Figures, previous: Figures) => ({ previous, change: changeFrom(previous, now) });

function linesOf(by: By, span: Span, tz: string, { groups }: Counted): Line[] {
  const dimension = dimensionOf(by);
  if (!isTime(dimension))
    return groups.map(({ key, figures }) => ({ key, same: JSON.stringify(Object.values(key)), figures }));
  // The n-th part of one period stands beside the n-th of the other.
  const figures = new Map(groups.map((group) => [group.key[PART], group.figures]));
  return dimension
    .parts(span, tz)
    .map((key, n) => ({ key, same: String(n), figures: figures.get(n) ?? NOTHING }));
}

/** In the dimension's own order; without one, by how many transfers there are. */
function orderOf(order: ValueDimension['order']): (a: Line, b: Line) => number {
  if (order) return (a, b) => order(a.key, b.key);
  return (a, b) => b.figures.transfers - a.figures.transfers || (a.same < b.same ? -1 : 1);
}

function extra(line: Line, columns: Dimension['extra'] = {}, lines: Map<string, Line>, totals: Figures) {
  return Object.fromEntries(Object.entries(columns).map(([name, { of }]) => [name, of(line, lines, totals)]));
}
