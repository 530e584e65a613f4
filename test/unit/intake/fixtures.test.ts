import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DIALECTS, traitsOf, parse, readEvent } from '../../../src/intake/dialects/dialects.js';
import type { JsonObject } from '../../../src/intake/dialects/wire/lossless-json.js';
import { attribute } from '../../../src/transfer/attribution.js';
import { callStart } from '../../../src/transfer/ids.js';
import type { TransferEvent } from '../../../src/transfer/event.js';

const ROOT = 'test/fixtures';
const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).sort();
const sent = files.filter((file) => /^[^/]+\/[^./]+\.json$/.test(file));

describe('each fixture', () => {
  it('has a file with the expected event, and each such file has its fixture', () => {
    const pairs = sent.map((file) => pairOf(file));
    expect(pairs.sort()).toEqual(files.filter((file) => /\.(transfer|event)\.json$/.test(file)));
  });

  it.each(sent)('%s is claimed by its dialect and no other', (file) => {
    const parsed = parse(readFileSync(join(ROOT, file)));
    expect(parsed).toHaveProperty('json');
    const body = (parsed as { json: JsonObject }).json;
    const claiming = DIALECTS.filter((dialect) => dialect.claims(body)).map(({ name }) => name);
    expect(claiming).toEqual([file.split('/')[0]]);
  });

  it.each(sent)('%s is read as its pair says', (file) => {
    const reading = readEvent(readFileSync(join(ROOT, file)));
    if ('faults' in reading) throw new Error(JSON.stringify(reading.faults));
    const { event } = reading;
    const pair = JSON.parse(readFileSync(join(ROOT, pairOf(file)), 'utf8')) as unknown;
    expect(event.what === 'transfer' ? withoutWhat(event) : event).toEqual(pair);
  });
});

describe("each dialect's example in the document", () => {
  it.each(DIALECTS)('$name: the rules take it as a transfer of this dialect', ({ name, document }) => {
    const reading = readEvent(Buffer.from(JSON.stringify(document.example)));
    expect(reading).toMatchObject({ event: { what: 'transfer', dialect: name } });
  });

  it.each(DIALECTS)('$name: its schema has every field of it', ({ document: { schema, example } }) => {
    expect(Object.keys(schema.properties!)).toEqual(expect.arrayContaining(Object.keys(example)));
    expect(Object.keys(example)).toEqual(expect.arrayContaining(schema.required!));
  });
});

function withoutWhat({ what: _transfer, ...event }: TransferEvent): object {
  return {
    ...event,
    callStartedAt: callStart(event.callid)?.toISOString() ?? null,
    ...attribute(event.members, traitsOf(event.dialect).transferor),
  };
}

function pairOf(file: string): string {
  const transfer = file.replace('.json', '.transfer.json');
  return files.includes(transfer) ? transfer : file.replace('.json', '.event.json');
}
