/** A name and a group as somebody gives them; undefined leaves what is there, null takes it away. */
export interface Naming {
  number: string;
  name?: string | null;
  group?: string | null;
}

export interface Read {
  extension: Naming;
  faults: { path: string; message: string }[];
}

const LONGEST = 200;

/** Reads what somebody wrote about an extension, and names every fault. */
export function readNaming(given: Record<string, unknown>): Read {
  const { number, name, group, ...others } = given;
  const faults = Object.keys(others).map((path) => ({
    path,
    message: 'is not known here; known are name, group',
  }));
  const say = (path: string, message: string) => faults.push({ path, message });
  if (name === undefined && group === undefined) say('name', 'is missing, and so is group; give one of them');
  const read = (path: string, value: unknown): string | null | undefined => {
    if (value === undefined || value === null) return value;
    if (typeof value !== 'string') say(path, 'is text, or null to take it away');
    else if (value.length > LONGEST) say(path, `is longer than ${LONGEST} characters`);
    else if (/[\0\p{Cs}]/u.test(value)) say(path, 'has a character that cannot be kept');
    else return value.trim() || null;
    return undefined;
  };
  if (typeof number !== 'string' || number.trim() === '') say('number', 'is blank');
  else if (number.length > LONGEST || number.includes('\0')) say('number', 'is no number of an extension');
  const extension: Naming = { number: String(number).trim() };
  const [namedAs, groupedAs] = [read('name', name), read('group', group)];
  if (namedAs !== undefined) extension.name = namedAs;
  if (groupedAs !== undefined) extension.group = groupedAs;
  return { extension, faults };
}
