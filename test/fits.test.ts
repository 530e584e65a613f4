import { describe, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { IsOptional, validateSync } from 'class-validator';
import fc from 'fast-check';
import { Nested, NestedEach, NestedList, NestedPresent, OneOf } from '../src/intake/dialects/check.js';
import { fits } from '../src/intake/dialects/fits.js';
import type { Json, JsonObject } from '../src/intake/dialects/lossless-json.js';
import { IsEachFilled, IsFilled, IsText } from '../src/intake/dialects/text.js';

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
  it('says of every object what class-validator says of it', () => {
    const said = { right: 0, wrong: 0 };
    fc.assert(
      fc.property(sent, (object) => {
        const isRight = validateSync(plainToInstance(Outer, object)).length === 0;
        said[isRight ? 'right' : 'wrong'] += 1;
        return fits(Outer, object) === isRight;
      }),
      { numRuns: 5_000 },
    );
    // A generator that makes only the one kind would prove nothing.
    if (Math.min(said.right, said.wrong) < 100) throw new Error(JSON.stringify(said));
  });
});
