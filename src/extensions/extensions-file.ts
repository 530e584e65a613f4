import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { parse } from 'csv-parse/sync';
import { toFault } from '../http/input.pipe.js';
import { ExtensionLine } from './extension.dto.js';

/** A file that cannot be taken as it is; the message names every line that is not right. */
export class FileRefused extends Error {}

const RULES = { whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true };

/** Reads `number,name,group` (and `sn`, where it matters) with a first line of names; commas or semicolons. @throws FileRefused */
export function readExtensions(text: string): ExtensionLine[] {
  const [head = ''] = text.split(/\r?\n/, 1);
  const faults: string[] = [];
  const seen = new Set<string>();
  const extensions = records(text, head.includes(';') ? ';' : ',').map(({ info, record }) => {
    const extension = plainToInstance(ExtensionLine, record);
    for (const { path, message } of validateSync(extension, RULES).map(toFault))
      faults.push(`line ${info.lines}: ${path} ${message}`);
    const key = `${extension.sn} ${extension.number}`;
    if (seen.has(key)) faults.push(`line ${info.lines}: number ${extension.number} stands twice`);
    seen.add(key);
    return extension;
  });
  if (extensions.length === 0)
    faults.push('There is no extension in it; its first line is number,name,group.');
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
