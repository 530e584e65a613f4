/** The rows of a CSV with a head, each by its column's name. RFC 4180: quotes, doubled quotes, line breaks within. */
export function readCsv(text: string): Record<string, string>[] {
  const [head, ...rows] = readRows(text.replace(/^\uFEFF/, ''));
  return rows
    .filter((row) => row.length > 1)
    .map((row) => Object.fromEntries((head ?? []).map((name, n) => [name.trim(), row[n] ?? ''])));
}

function readRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
