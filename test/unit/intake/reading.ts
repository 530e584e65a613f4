import type { Fault } from '../../../src/intake/dialects/dialect.js';
import { readEvent } from '../../../src/intake/dialects/dialects.js';
import type { PbxEvent } from '../../../src/transfer/event.js';

export const read = (body: string | Buffer) => readEvent(typeof body === 'string' ? Buffer.from(body) : body);

export function faults(body: string | Buffer): Fault[] {
  const reading = read(body);
  if ('event' in reading) throw new Error(`read as ${JSON.stringify(reading.event)}`);
  return reading.faults;
}

export function event(body: string | Buffer): PbxEvent {
  const reading = read(body);
  if ('faults' in reading) throw new Error(JSON.stringify(reading.faults));
  return reading.event;
}

export const paths = (body: string | Buffer) => faults(body).map(({ path }) => path);
export const v2 = (members: string, more = '"callid":"1.1","sn":"1"') =>
  `{"event":"Tranfer",${more},"members":${members}}`;
export const EXT = '[{"ext":{"number":"1"}}]';

export const many = (one: string) => `[${Array(1001).fill(one).join()}]`;
