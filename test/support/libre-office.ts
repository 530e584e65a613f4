import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether this machine has it; a test that asks for it is skipped on others. */
export const hasLibreOffice = () => !spawnSync('soffice', ['--version']).error;

/** What LibreOffice Calc makes of a CSV with these import options: its cells as it shows them, and all it knows as XML. */
export function openInLibreOffice(csv: string, options: string) {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-soffice-'));
  try {
    writeFileSync(join(folder, 'export.csv'), `\uFEFF${csv}`);
    const profile = `-env:UserInstallation=file://${folder}/profile`;
    const args = ['--headless', `--infilter=CSV:${options}`, '--convert-to', 'fods', '--outdir', folder];
    spawnSync('soffice', [profile, ...args, join(folder, 'export.csv')], { timeout: 100_000 });
    const xml = readFileSync(join(folder, 'export.fods'), 'utf8');
    return { xml, rows: rowsOf(xml) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowsOf(xml: string): string[][] {
  return [...xml.matchAll(/<table:table-row[^>]*>(.*?)<\/table:table-row>/gs)]
    .map(([, row]) =>
      [...row!.matchAll(/<table:table-cell([^>]*?)(?:\/>|>(.*?)<\/table:table-cell>)/gs)].flatMap(
        ([, attributes, content]) => {
          const times = Number(/number-columns-repeated="(\d+)"/.exec(attributes!)?.[1] ?? 1);
          return Array.from({ length: Math.min(times, 100) }, () => textOf(content ?? ''));
        },
      ),
    )
    .filter((cells) => cells.some((text) => text !== ''));
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
const textOf = (xml: string) =>
  xml
    .replace(/<text:(s|tab|line-break)\b[^>]*>|<\/text:p>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ') // the file is indented
    .trim()
    .replace(/&(\w+);/g, (_, name: string) => ENTITIES[name]!);
