import type { PbxEvent } from '../../transfer/event.js';
import type { Fault, Reading, DialectTraits, EventDialect } from './dialect.js';
import { textsOf } from './wire/charset.js';
import { isObject, type Json, NotJson, parseLossless } from './wire/lossless-json.js';
import { openvox } from './openvox/openvox.js';
import { pSeries } from './p-series/p-series.js';
import { v1_0 } from './v1.0/v1-0.js';
import { v1_1 } from './v1.1/v1-1.js';
import { v2 } from './v2/v2.js';

/** Every dialect. No event is claimed by two, so their order matters only to the simulator, which plays them in turn. */
export const DIALECTS: readonly EventDialect[] = [v1_0, v1_1, v2, openvox, pSeries];

/** The dialect of this name. @throws RangeError where no dialect has it. */
export function dialectNamed(name: string): EventDialect {
  const dialect = DIALECTS.find((one) => one.name === name);
  if (dialect === undefined) throw new RangeError(`There is no dialect ${JSON.stringify(name)}.`);
  return dialect;
}

/** The traits of a dialect; of a name that a newer version of the program stored, those that promise the least. */
export function traitsOf(name: string): DialectTraits {
  return DIALECTS.find((one) => one.name === name) ?? LEAST;
}

const LEAST: DialectTraits = {
  transferor: 'unknown',
  leavesOutTransferor: true,
  tellsEveryState: false,
  hasChannels: false,
};

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

/**
 * The event as a PBX of its dialect puts it on the wire; null where that dialect has no way to say it, such as a
 * channel id in v1 or a `legid` in v2.
 */
export function writeEvent(event: PbxEvent): string | null {
  return dialectNamed(event.dialect).writer.write(event);
}
