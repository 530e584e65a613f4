import { nearestName } from './nearest-name.js';

/** One setting: an environment variable, its default as deploy/settings.md shows it, what it must be, and how it is read. */
export interface Setting<Value> {
  name: string;
  /** The name it had before, which is still taken, with a warning. */
  formerName?: string;
  /** Used where the variable is not set or empty. */
  fallback: string;
  sentence: string;
  /** Undefined where the text is not what the sentence says. */
  read: (text: string) => Value | undefined;
}

/** Keeps the type of what `read` returns. */
export function setting<Value>(one: Setting<Value>): Setting<Value> {
  return one;
}

/** The value of one setting; undefined, and a fault in the list, where its text is not right. */
export function readSetting<Value>(
  { name, formerName, fallback, sentence, read }: Setting<Value>,
  env: NodeJS.ProcessEnv,
  faults: string[],
  warn: (line: string) => void,
): Value | undefined {
  let text = env[name]?.trim();
  const former = formerName && env[formerName]?.trim();
  if (former) {
    warn(`${formerName} is now called ${name}${text ? ', which is set too and counts' : ''}: rename it.`);
    text ||= former;
  }
  const value = read(text || fallback);
  if (value === undefined) faults.push(`${name} is not right. It is ${sentence}.`);
  return value;
}

/** Names of one word are left alone: the environment is full of those, and HOSTNAME is no mistyped HOST. */
export function warnOfMistyped(
  settings: Pick<Setting<unknown>, 'name' | 'formerName'>[],
  env: NodeJS.ProcessEnv,
  warn: (line: string) => void,
): void {
  const known = settings.flatMap(({ name, formerName = name }) => [name, formerName]);
  const spelled = known.map((name) => name.toLowerCase());
  for (const name of Object.keys(env)) {
    if (!/^[A-Z]+(_[A-Z]+)+$/.test(name) || known.includes(name)) continue;
    const near = nearestName(name, spelled);
    if (near) warn(`${name} is not known here; did you mean ${near.toUpperCase()}?`);
  }
}
