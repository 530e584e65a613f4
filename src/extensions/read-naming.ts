import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { toFault } from '../http/input.pipe.js';
import type { InputFault } from '../http/invalid-value.js';
import { LONGEST, NameExtension } from './extension.dto.js';

/** A name and a group as somebody gives them; undefined leaves what is there, null takes it away. */
export interface Naming {
  number: string;
  name?: string | null;
  group?: string | null;
}

/** Reads what somebody wrote about an extension, in a body or in a line of a file, and names every fault. */
export function readNaming(
  number: unknown,
  given: object,
): {
  extension: Naming;
  faults: InputFault[];
} {
  const naming = plainToInstance(NameExtension, given);
  const faults = validateSync(naming, {
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: true,
  }).map(toFault);
  const { name, group } = naming;
  if (name === undefined && group === undefined)
    faults.push({ path: 'name', message: 'is missing, and so is group; give one of them' });
  if (typeof number !== 'string' || number.trim() === '')
    faults.push({ path: 'number', message: 'is blank' });
  else if (number.length > LONGEST || number.includes('\0'))
    faults.push({ path: 'number', message: 'is no number of an extension' });
  const extension = {
    number: String(number).trim(),
    ...(name !== undefined && { name }),
    ...(group !== undefined && { group }),
  };
  return { extension, faults };
}
