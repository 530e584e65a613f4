import { dimensionOf, type By } from '../dimensions/dimensions.js';
import type { Row } from '../report.js';
import { NOBODY } from './words.js';

/** What people call a row: short, and the same in a picture, a table and a mail. */
export function nameOf(row: Row, by: By, names: Record<string, string>): string {
  const { keys, label } = dimensionOf(by);
  const text = (column: string) => {
    const value = String(row[column] ?? '') || NOBODY;
    return keys[column]?.named && Object.hasOwn(names, value) ? `${names[value]} (${value})` : value;
  };
  return label ? label(text, row) : Object.keys(keys).map(text).join(' → ');
}
