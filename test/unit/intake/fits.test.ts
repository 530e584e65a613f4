import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { IsOptional, validateSync } from 'class-validator';
import fc from 'fast-check';
import { Nested, NestedEach, NestedList, NestedPresent, OneOf } from '../../../src/intake/dialects/check.js';
import { fits } from '../../../src/intake/dialects/fits.js';
import type { Json, JsonObject } from '../../../src/intake/dialects/lossless-json.js';
import { IsEachFilled, IsFilled, IsText } from '../../../src/intake/dialects/text.js';

class Inherited {
  @IsOptional() @IsText() e?: string;
}

class Inner extends Inherited {
  @OneOf('a', 'b') @IsFilled() a: string;
  @IsOptional() @IsEachFilled() b?: string[];
}

/** Every rule that a dialect's wire classes use. */
class Outer {
  @IsFilled() a: string;
  @IsOptional() @IsText() b?: string;
  @Nested(Inner) c?: Inner;
  @NestedList(Inner) d: Inner[];
  @NestedEach(Inner) e?: Inner[];
  @NestedPresent(Inner) f: Inner;
}

const scalar = fc.constantFrom<Json>(
  '1020',
  '',
  ' ',
  '\0',
  '\ud800',
  null,
  true,
  [],
  ['1020'],
  ['', '1020'],
  {},
);
const inner = fc.record({ a: scalar, b: scalar, e: scalar }, { requiredKeys: [] });
const right = fc.constantFrom({ a: '1020' }, { a: '1020', e: ' ' });
const one = fc.oneof(
  { weight: 4, arbitrary: right },
  { weight: 1, arbitrary: inner },
  { weight: 1, arbitrary: scalar },
);
const many = fc.oneof(
  { weight: 4, arbitrary: fc.array(one, { maxLength: 3 }) },
  { weight: 1, arbitrary: one },
);
const sent = fc.record(
  { a: fc.oneof(fc.constant('1'), scalar), b: scalar, c: one, d: many, e: many, f: one },
  { requiredKeys: ['a', 'd', 'f'] },
) as fc.Arbitrary<JsonObject>;

describe('fits', () => {
  it('takes nothing in which class-validator finds a fault, and nearly all in which it finds none', () => {
    const said = { right: 0, wrong: 0, rightAndFits: 0 };
    fc.assert(
      fc.property(sent, (object) => {
        const isRight = validateSync(plainToInstance(Outer, object)).length === 0;
        const doesFit = fits(Outer, object);
        said[isRight ? 'right' : 'wrong'] += 1;
        if (isRight && doesFit) said.rightAndFits += 1;
        return isRight || !doesFit;
      }),
      { numRuns: 5_000 },
    );
    // An array within an array of objects is nothing to class-validator, and not looked into by `fits`.
    expect(said.rightAndFits).toBeGreaterThan(said.right * 0.9);
    expect(Math.min(said.right, said.wrong)).toBeGreaterThan(100);
  });
});
