import { InvalidValue as Fault, invalidQuery as faulty } from './invalid-value.js';

export { Fault, faulty };

/** A URL's query as Express parses it: text, or a list where a parameter stands more than once. */
export type Query = Record<string, string | string[] | undefined>;

/** The value of each known parameter, as its reader understood it; undefined where it is not in the URL. */
export type Asked<R extends Readers> = {
  [K in keyof R]: ReturnType<R[K]> | undefined;
};
export type Readers = Record<string, (values: string[]) => unknown>;

/** Reads a whole query. @throws Problem 400 that names every unknown, empty or faulty parameter at once. */
export function readQuery<R extends Readers>(query: Query, readers: R): Asked<R> {
  const errors: { path: string; message: string }[] = [];
  const asked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(query)) {
    const values = [value ?? ''].flat();
    try {
      asked[name] = readParameter(name, values, readers);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      errors.push({ path: name, message: error.message });
    }
  }
  if (errors.length > 0) throw faulty(errors);
  return asked as Asked<R>;
}

function readParameter(name: string, values: string[], readers: Readers): unknown {
  const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (!read) throw new Fault(`is not known here; known are ${Object.keys(readers).join(', ')}`);
  if (values.some((value) => value.trim() === ''))
    throw new Fault('is empty; leave it out or give it a value');
  return read(values);
}

/** A parameter that stands at most once. */
export const once =
  <T>(read: (value: string) => T) =>
  (values: string[]): T => {
    if (values.length > 1) throw new Fault('stands more than once; it can be given only once');
    return read(values[0]!);
  };

/** A parameter that may be repeated: any of the values. */
export const any =
  <T>(read: (value: string) => T) =>
  (values: string[]): T[] =>
    values.map(read);

export const text = (value: string): string => {
  // PostgreSQL text cannot hold U+0000, so nothing stored can match it.
  if (value.includes('\0')) throw new Fault('contains U+0000, which no stored text can');
  return value;
};

export const oneOf =
  <const T extends string>(...allowed: T[]) =>
  (value: string): T => {
    if (!(allowed as string[]).includes(value)) throw new Fault(`is ${allowed.join(', ')}; not '${value}'`);
    return value as T;
  };

export const whole =
  (from: number, to: number) =>
  (value: string): number => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
    if (!(number >= from && number <= to))
      throw new Fault(`is a whole number from ${from} to ${to}; not '${value}'`);
    return number;
  };
