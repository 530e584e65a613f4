import { stringify } from 'csv-stringify/sync';
import { COUNTS, type Figures } from '../figures.js';
import type { Report } from '../report.js';

/** RFC 4180 with a byte order mark, a line per row of the report; a cell can never start a formula. */
export function reportCsv({ rows, compare }: Report, separator: ',' | ';'): string {
  const keys = Object.keys(rows[0] ?? {}).filter((name) => name !== 'previous' && name !== 'change');
  const figures = [...COUNTS, 'medianSecondsToAnswer'] as (keyof Figures)[];
  // The change is left to the spreadsheet: below zero it would have to be written as text.
  const before = compare ? figures : [];
  const lines = rows.map((row) => [
    ...keys.map((name) => row[name as keyof Figures]),
    ...before.map((name) => row.previous![name]),
  ]);
  const columns = [...keys, ...before.map((name) => `previous.${name}`)];
  return stringify([columns, ...lines], {
    bom: true,
    delimiter: separator,
    record_delimiter: 'windows',
    escape_formulas: true,
  });
}
