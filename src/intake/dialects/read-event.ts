import type { Fault, Reading } from './dialect.js';
import { DIALECTS } from './dialects.js';
import { textsOf } from './wire/charset.js';
import { isObject, type Json, NotJson, parseLossless } from './wire/lossless-json.js';

/** What a PBX says with these bytes, or everything that is wrong with them. Never throws, whatever they are. */
export function readEvent(raw: Buffer): Reading {
  const body = parse(raw);
  if ('faults' in body) return body;
  if (!isObject(body.json)) return refused('', 'must be a JSON object');
  const json = body.json;
  const dialect = DIALECTS.find((one) => one.claims(json));
  if (dialect) return dialect.read(json);
  const misspelt = ['event', 'action', 'type'].find((key) => json[key] !== undefined);
  return misspelt === undefined
    ? refused('', 'must have a field that says what it is: event, action or type')
    : refused(misspelt, 'must be the name of an event, as text or a number');
}

/**
 * The JSON in these bytes. Text that is not UTF-8 is read as best it can be: numbers and channels are ASCII in any
 * charset, and only a name may come out wrong. The stored bytes stay as they came.
 */
export function parse(raw: Buffer): { json: Json } | { faults: [Fault] } {
  let fault = '';
  for (const text of textsOf(raw)) {
    try {
      return { json: parseLossless(text) };
    } catch (error) {
      if (!(error instanceof NotJson)) throw error;
      fault ||= error.message;
    }
  }
  return refused('', `must be JSON: ${fault}`);
}

function refused(path: string, message: string): { faults: [Fault] } {
  return { faults: [{ path, message }] };
}
