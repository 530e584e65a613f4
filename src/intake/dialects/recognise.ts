import type { EventDialect, Reading } from './dialect.js';
import { isObject, type Json, NotJson, parseLossless } from './lossless-json.js';
import { openvox } from './openvox.js';
import { pSeries } from './p-series.js';
import { v1_0 } from './v1-0.js';
import { v1_1 } from './v1-1.js';
import { v2 } from './v2.js';

/** Every dialect; the likeliest first. No event is claimed by two. */
export const DIALECTS: readonly EventDialect[] = [v2, pSeries, v1_1, v1_0, openvox];

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

export function parse(raw: Buffer): { json: Json } | { faults: [{ path: ''; message: string }] } {
  let text;
  try {
    text = UTF8.decode(raw);
  } catch {
    return refused('', 'must be text in UTF-8');
  }
  try {
    return { json: parseLossless(text) };
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    return refused('', `must be JSON: ${error.message}`);
  }
}

/** Drops a byte order mark. */
const UTF8 = new TextDecoder('utf-8', { fatal: true });

function refused<Path extends string>(
  path: Path,
  message: string,
): { faults: [{ path: Path; message: string }] } {
  return { faults: [{ path, message }] };
}
