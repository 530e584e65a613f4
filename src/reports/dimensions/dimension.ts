import type { Prisma } from '../../database/generated/client.js';
import type { Filter } from '../../filter/filter.js';
import type { Figures } from '../figures.js';
import type { Span } from './time/buckets.js';

/** A filter whose period has both ends. */
export type Bounded = Filter & Span;

/** What distinguishes a row of a report from the others: values by the names of the API. */
export type RowKey = Record<string, string | number | null>;

/** A row before it is written: its key, its figures, and what makes it the same row in another period. */
export interface Line {
  key: RowKey;
  same: string;
  figures: Figures;
}

/** A column of a report's rows, as people read it and as the API's document describes it. */
export interface Column {
  title: string;
  type: 'string' | 'integer' | 'number';
  /** Left out where any value is possible. */
  values?: readonly string[];
  /** True where the value is never null. */
  known?: boolean;
  /** True where the value may be an extension's number, so that its name is shown beside it. */
  named?: boolean;
}

/** A column that is worked out of a row's figures and those of the other rows. */
export interface ExtraColumn extends Column {
  of: (line: Line, lines: ReadonlyMap<string, Line>, totals: Figures) => number;
  text: (value: number) => string;
}

/**
 * What the rows of a report stand for. A dimension is one file that exports one of these, and a line in dimensions.ts:
 * the query, the SQL, the rollup, the table, the chart, the CSV and the API's document follow from it.
 */
interface Common<By extends string> {
  /** Its name in `by=`. */
  by: By;
  title: string;
  /**
   * Whether its rows show outside numbers, and what becomes of them for a key without the scope numbers: `masked` rows,
   * or the whole report `refused`. A dimension that does not say does not compile.
   */
  outsideNumbers: 'never' | 'masked' | 'refused';
  extra?: Record<string, ExtraColumn>;
  /** What people call a row; by default its values with an arrow between. `text` writes one value of it. */
  label?: (text: (column: string) => string, row: Record<string, unknown>) => string;
}

/** Rows are the values that occur, most transfers first. */
export interface ValueDimension<By extends string = string> extends Common<By> {
  /** Facts that it groups by and no other counts, by their names; each is SQL over `transfers t`. */
  facts?: Record<string, Prisma.Sql>;
  /** In the order of the API; `sql` is over the facts `f` of sql/facts.ts. */
  keys: Record<string, Column & { sql: Prisma.Sql }>;
  /** False where a report has about one row per transfer, so that rollups would save nothing. */
  rolledUp: boolean;
  order?: (a: RowKey, b: RowKey) => number;
}

/** Rows are hours, days and so on: all of the period in their order, those without a transfer included. */
export interface TimeDimension<By extends string = string> extends Common<By> {
  keys: Record<string, Column>;
  /** In which hour, day and so on of the period fact `f` lies, counted from 0. */
  part: (filter: Bounded) => Prisma.Sql;
  /** The keys of the parts, by their number. */
  parts: (span: Span, zone: string) => RowKey[];
  /** Whether a period has more parts than a report can show. */
  isTooLong: (span: Span) => boolean;
  chart: 'columns' | 'week';
}

export type Dimension<By extends string = string> = ValueDimension<By> | TimeDimension<By>;

export const isTime = <By extends string>(dimension: Dimension<By>): dimension is TimeDimension<By> =>
  'parts' in dimension;

/** Keep the type of `by`, which is one name and not any text. */
export const byValue = <const By extends string>(dimension: ValueDimension<By>) => dimension;
export const byTime = <const By extends string>(dimension: TimeDimension<By>) => dimension;
