import { bucketStarts, type Span, written } from './buckets.js';
import { changeFrom, type Figures, NOTHING } from './figures.js';
import type { Counted, Key } from './sql/figures.reader.js';
import { type By, isClock, type ReportAsked } from './report.query.js';

export interface Report {
  from: string;
  to: string;
  tz: string;
  by: By;
  /** What no figure can hold. */
  note: string;
  /** What people call the extensions in it. */
  names: Record<string, string>;
  totals: Figures;
  compare?: { from: string; to: string; totals: Figures };
  rows: Row[];
}

export type Row = Key & Figures & { back?: number; share?: number; previous?: Figures; change?: Figures };

const NOTE = 'A PBX does not report transfers that were made through its API; no figure here counts them.';

/** The keys of rows that hold a number with a name. */
export const NAMED = ['ext', 'target', 'from', 'to'];

interface Line {
  key: Key;
  /** What makes it the same line in another period. */
  same: string;
  figures: Figures;
}

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
  if (others && !isClock(by)) {
    // Who was there before and is not now: the one a comparison is asked for.
    const known = new Set(lines.map(({ same }) => same));
    for (const line of others.values()) if (!known.has(line.same)) lines.push({ ...line, figures: NOTHING });
  }
  lines.sort(orderOf(by));
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
      ...extra(by, line, bySameness, now.totals),
      ...line.figures,
      ...(others && beside(line.figures, others.get(line.same)?.figures ?? NOTHING)),
    })) as Row[],
  };
}

const beside = (now: Figures, previous: Figures) => ({ previous, change: changeFrom(previous, now) });

function linesOf(by: By, span: Span, tz: string, { groups }: Counted): Line[] {
  if (isClock(by)) {
    // The n-th bucket of one period stands beside the n-th of the other.
    const figures = new Map(groups.map((group) => [group.key['bucket'], group.figures]));
    return bucketStarts(by, span, tz).map((start, n) => ({
      key: { start: written(start, tz) },
      same: String(n),
      figures: figures.get(n) ?? NOTHING,
    }));
  }
  const lines = groups.map(({ key, figures }) => ({ key, same: sameness(key), figures }));
  if (by !== 'weekday-hour') return lines;
  const there = new Map(lines.map((line) => [line.same, line]));
  return Array.from({ length: 7 * 24 }, (_, n) => {
    const key = { weekday: Math.floor(n / 24) + 1, hour: n % 24 };
    return there.get(sameness(key)) ?? { key, same: sameness(key), figures: NOTHING };
  });
}

const sameness = (key: Key) => JSON.stringify(Object.values(key));

/** Times and lengths of chains go up; everything else by how much there is of it. */
function orderOf(by: By): (a: Line, b: Line) => number {
  if (isClock(by)) return (a, b) => Number(a.same) - Number(b.same);
  if (by === 'weekday-hour') return (a, b) => position(a.key) - position(b.key);
  if (by === 'chain') return (a, b) => Number(a.key['transfersInCall']) - Number(b.key['transfersInCall']);
  return (a, b) => b.figures.transfers - a.figures.transfers || (a.same < b.same ? -1 : 1);
}

const position = ({ weekday, hour }: Key) => Number(weekday) * 24 + Number(hour);

function extra(by: By, { key, figures }: Line, lines: Map<string, Line>, totals: Figures) {
  if (by === 'route') return { share: totals.transfers && round(figures.transfers / totals.transfers) };
  if (by !== 'pair') return {};
  const { from, to } = key;
  const back = from !== null && to !== null && lines.get(sameness({ from: to!, to: from! }));
  return { back: back ? back.figures.transfers : 0 };
}

const round = (share: number) => Math.round(share * 10_000) / 10_000;
