import { parse } from 'csv-parse/sync';

/** The rows of a CSV with a head, each by its column's name. A line that ends early has the first columns alone. */
export function readCsv(text: string): Record<string, string>[] {
  return parse<Record<string, string>>(text, {
    bom: true,
    columns: (names: string[]) => names.map((name) => name.trim()),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  });
}
