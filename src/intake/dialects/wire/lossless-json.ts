/**
 * JSON as a PBX writes it, with nothing lost on the way in, which is where it differs from JSON.parse:
 * - a number becomes the text it was sent as (`1571981311.10`, `12345678901234567890`): an event's scalars are kept as text;
 * - a key that is repeated in one object keeps every value, as an array under that key; `entries` has them in order;
 * - `__proto__` and `constructor` are left out, and so is a null under a key that has another value as well;
 * - one trailing comma is forgiven in an object or array, and so are line breaks and tabs inside a string;
 * - what lies deeper than any event reaches is checked but not kept, so that the value can be read by recursion.
 * It takes time linear in the text and no stack, however deep the text nests. It throws NotJson only.
 */
export function parseLossless(text: string): Json {
  let at = 0;
  const open: Container[] = [];

  for (;;) {
    let value: Json | undefined = scalar();
    if (value === undefined) {
      const container = begin();
      open.push(container);
      if (!closes(container)) {
        key(container);
        continue;
      }
      open.pop();
      value = container.value;
    }
    // A value is complete: put it where it belongs, and with it every container that ends here.
    for (;;) {
      const parent = open.at(-1);
      if (!parent) {
        if (skipSpace() < text.length) throw fault('expected the end of the text');
        return value;
      }
      if (open.length <= DEEPEST) put(parent, value);
      if (continues(parent)) {
        key(parent);
        break;
      }
      open.pop();
      value = parent.value;
    }
  }

  function skipSpace(): number {
    for (;;) {
      const code = text.charCodeAt(at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
      at++;
    }
  }

  function begin(): Container {
    const opening = text[at];
    if (opening === '{') {
      at++;
      return { value: Object.create(null) as JsonObject, end: '}', key: '' };
    }
    if (opening === '[') {
      at++;
      return { value: [], end: ']', key: '' };
    }
    throw fault('expected a value');
  }

  function closes(container: Container): boolean {
    skipSpace();
    if (text[at] !== container.end) return false;
    at++;
    return true;
  }

  /** After a value: true if another follows. */
  function continues(container: Container): boolean {
    if (closes(container)) return false;
    if (text[at] !== ',') throw fault(`expected "," or "${container.end}"`);
    at++;
    return !closes(container);
  }

  function key(container: Container): void {
    if (container.end === ']') return;
    if (text[at] !== '"') throw fault('expected a key in double quotes');
    container.key = string();
    skipSpace();
    if (text[at] !== ':') throw fault('expected ":"');
    at++;
  }

  /** Undefined where no scalar stands here. */
  function scalar(): string | boolean | null | undefined {
    skipSpace();
    const first = text.charCodeAt(at);
    if (first === 0x22) return string();
    if (first === 0x2d || (first >= 0x30 && first <= 0x39)) return match(NUMBER) ?? '';
    if (first === 0x74 || first === 0x66 || first === 0x6e) {
      const word = match(WORD);
      return word === 'null' ? null : word === 'true';
    }
    return undefined;
  }

  function match(pattern: RegExp): string {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) throw fault('expected a value');
    at += found.length;
    return found;
  }

  function string(): string {
    const start = at;
    for (at++; ; at++) {
      const code = text.charCodeAt(at);
      if (code === 0x22) break;
      if (code === 0x5c) return escaped(start);
      if (!isText(code)) throw unfinished();
    }
    return text.slice(start + 1, at++);
  }

  /** A string with escapes, from its opening quote: rarer, and JSON.parse knows how to read them. */
  function escaped(start: number): string {
    for (; ; at++) {
      const code = text.charCodeAt(at);
      if (code === 0x22) break;
      if (code === 0x5c && text.charCodeAt(at + 1) >= 0x20) at++;
      else if (code === 0x5c || !isText(code)) throw unfinished();
    }
    at++;
    try {
      return JSON.parse(text.slice(start, at).replace(/[\n\r\t]/g, (bare) => BARE[bare]!)) as string;
    } catch {
      at = start;
      throw fault('expected a string whose escapes are those of JSON');
    }
  }

  function unfinished(): NotJson {
    return fault(
      at < text.length ? 'expected no bare control character in a string' : 'expected a closing quote',
    );
  }

  function fault(expected: string): NotJson {
    return new NotJson(
      at < text.length ? `${expected} at character ${at + 1}` : `${expected}, but the text ends`,
    );
  }
}

export type Json = string | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export class NotJson extends Error {}

/** The members of an object in the order sent, repeated keys as often as they were sent. */
export function entries(object: JsonObject): [string, Json][] {
  return (object as { [EVERY]?: [string, Json][] })[EVERY] ?? Object.entries(object);
}

/** The deepest thing an event says is `msg.members[0].extension.number`. */
const DEEPEST = 8;
/** No event has such a key, and libraries take them for what they are not. */
const NEVER_SENT = new Set(['__proto__', 'constructor']);
/** A PBX can write its `msg` with real line breaks in it. */
const BARE: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const isText = (code: number): boolean => code >= 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const WORD = /true|false|null/y;
const EVERY = Symbol('every entry, where a key is repeated');

interface Container {
  value: Json[] | JsonObject;
  end: '}' | ']';
  /** Of the value that comes next. */
  key: string;
}

/** An array that stands for a key's repetition, not for an array that was sent. */
class Repeated extends Array<Json> {}

function put({ value: into, key }: Container, value: Json): void {
  if (Array.isArray(into)) {
    into.push(value);
    return;
  }
  if (NEVER_SENT.has(key)) return;
  const before = into[key];
  if (before === undefined || before === null) {
    into[key] = value;
    (into as { [EVERY]?: [string, Json][] })[EVERY]?.push([key, value]);
    return;
  }
  // The same word twice says nothing new, and null nothing at all.
  if (before === value || value === null) return;
  const every = ((into as { [EVERY]?: [string, Json][] })[EVERY] ??= Object.entries(into));
  every.push([key, value]);
  if (before instanceof Repeated) before.push(value);
  else into[key] = Repeated.of(before, value);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of an object; of anything else, none. */
export function fields(value: Json | undefined): JsonObject {
  return isObject(value) ? value : NO_FIELDS;
}

const NO_FIELDS: JsonObject = Object.freeze(Object.create(null) as JsonObject);
