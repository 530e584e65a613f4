import { stringify } from 'csv-stringify/sync';
import type { Separator } from '../../http/query-parameters.js';
import { dimensionOf } from '../dimensions/dimensions.js';
import { FIGURE_NAMES } from '../figures.js';
import type { Report } from '../report.js';

/** RFC 4180 with a byte order mark, a line per row of the report; a cell can never start a formula. */
export function reportCsv({ by, rows, compare }: Report, separator: Separator): string {
  const { keys, extra = {} } = dimensionOf(by);
  const columns = [...Object.keys(keys), ...Object.keys(extra), ...FIGURE_NAMES];
  // The change is left to the spreadsheet: below zero it would have to be written as text.
  const before = compare ? FIGURE_NAMES : [];
  const lines = rows.map((row) => [
    ...columns.map((name) => row[name]),
    ...before.map((name) => row.previous![name]),
  ]);
  const head = [...columns, ...before.map((name) => `previous.${name}`)];
  return stringify([head, ...lines], {
    bom: true,
    delimiter: separator,
    record_delimiter: 'windows',
    escape_formulas: true,
  });
}
