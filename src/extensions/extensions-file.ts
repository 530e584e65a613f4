import { parse } from 'csv-parse/sync';
import { type Naming, readNaming } from './read-naming.js';

/** A file that cannot be taken as it is; the message names every line that is not right. */
export class FileRefused extends Error {}

/** Reads `number,name,group` (and `sn`, where it matters) with a first line of names; commas or semicolons. @throws FileRefused */
export function readExtensions(text: string): (Naming & { sn: string })[] {
  const [head = ''] = text.split(/\r?\n/, 1);
  const lines = records(text, head.includes(';') ? ';' : ',');
  const faults: string[] = [];
  const seen = new Set<string>();
  const extensions = lines.map(({ info, record: { sn = '', number, ...naming } }) => {
    const read = readNaming(number, naming);
    faults.push(...read.faults.map(({ path, message }) => `line ${info.lines}: ${path} ${message}`));
    const key = `${sn.trim()} ${read.extension.number}`;
    if (seen.has(key)) faults.push(`line ${info.lines}: number ${read.extension.number} stands twice`);
    seen.add(key);
    return { sn: sn.trim(), ...read.extension };
  });
  if (lines.length === 0) faults.push('There is no extension in it; its first line is number,name,group.');
  if (faults.length > 0) throw new FileRefused(faults.join('\n'));
  return extensions;
}

function records(text: string, delimiter: string) {
  try {
    return parse(text, {
      bom: true,
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      delimiter,
      info: true,
      skip_empty_lines: true,
    }) as unknown as { info: { lines: number }; record: Record<string, string> }[];
  } catch (error) {
    throw new FileRefused((error as Error).message);
  }
}
