import { dimensionOf, type By } from '../dimensions/dimensions.js';
import type { ReportRow } from '../report.js';
import { UNKNOWN } from './words.js';

/** What people call a row: short, and the same in a picture, a table and a mail. */
export function nameOf(row: ReportRow, by: By, names: Record<string, string>): string {
  const { keys, label } = dimensionOf(by);
  const text = (column: string) => {
    const value = String(row[column] ?? '') || UNKNOWN;
    return keys[column]?.named && Object.hasOwn(names, value) ? `${names[value]} (${value})` : value;
  };
  return label ? label(text, row) : Object.keys(keys).map(text).join(' → ');
}
