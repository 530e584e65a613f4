import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions, ApiSchema } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min, NotContains, ValidateBy } from 'class-validator';
import { InvalidValue } from './invalid-value.js';

/*
 * Each decorator declares one parameter of a query: what it is read into, what it must be, and what the document says
 * of it. `default` is for the document; what a missing parameter is read into is the field's own value.
 */

/** PostgreSQL text cannot hold U+0000, so nothing stored can match it. */
const HAS_NULL = 'contains U+0000, which no stored text can';

const IS_BLANK = 'is empty; leave it out or give it a value';

interface About {
  description: string;
  /** The parameter may stand more than once; any of its values is meant, and the property is a list. */
  many?: boolean;
  example?: string | number;
  default?: string | number | boolean;
}

/** For a route that takes no parameters: any is refused. */
@ApiSchema()
export class NoQuery {}

/** Any text that stored text can equal. */
export const TextParameter = (about: About) =>
  parameter(
    about,
    { type: 'string', minLength: 1 },
    IsNotBlank,
    NotContains('\0', { each: about.many ?? false, message: HAS_NULL }),
  );

/** One of the names in a list. */
export const ChoiceParameter = (choices: readonly string[], about: About) =>
  parameter(
    about,
    { type: 'string', enum: [...choices] },
    IsNotBlank,
    IsIn(choices, {
      each: about.many ?? false,
      message: (args: { value: string | string[] }) => {
        const wrong = [args.value].flat().find((one) => !choices.includes(one));
        return `is ${choices.join(', ')}; not '${wrong}'`;
      },
    }),
  );

export type Separator = ',' | ';';

/** What stands between the columns of CSV. */
export const SeparatorParameter = (description: string) =>
  ChoiceParameter([',', ';'], { description, default: ',' });

/** `true` or `false`, read into a boolean. */
export const FlagParameter = (about: About) =>
  ParsedParameter(
    (value) => {
      if (value !== 'true' && value !== 'false') throw new InvalidValue(`is true, false; not '${value}'`);
      return value === 'true';
    },
    { type: 'boolean' },
    about,
  );

/** A whole number between two bounds, both included. */
export function WholeParameter(minimum: number, maximum: number, about: About) {
  const message = (args: { value: string | number }) =>
    `is a whole number from ${minimum} to ${maximum}; not '${args.value}'`;
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value,
    ),
    parameter(
      about,
      { type: 'integer', minimum, maximum },
      IsNotBlank,
      IsInt({ message }),
      Min(minimum, { message }),
      Max(maximum, { message }),
    ),
  );
}

/** What a function makes of the text; it throws InvalidValue with what would be right. */
export function ParsedParameter<T>(read: (value: string) => T, schema: ApiPropertyOptions, about: About) {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      about.many ? [value].flat().map((one) => parsed(one, read)) : parsed(value, read),
    ),
    parameter(
      about,
      schema,
      ValidateBy({
        name: 'isReadable',
        validator: {
          validate: (value) => !faultIn(value),
          defaultMessage: (args) => faultIn(args?.value)?.message ?? '',
        },
      }),
    ),
  );
}

function parameter(
  { many = false, example, ...about }: About,
  schema: ApiPropertyOptions,
  ...rules: PropertyDecorator[]
) {
  return applyDecorators(
    ...(many ? [Transform(({ value }: { value: unknown }) => [value].flat())] : [StandsOnce]),
    IsOptional(),
    ...rules,
    ApiProperty({
      required: false,
      ...schema,
      ...(many && { isArray: true }),
      ...(example !== undefined && { example: many ? [example] : example }),
      ...about,
    } as ApiPropertyOptions),
  );
}

const StandsOnce = ValidateBy({
  name: 'standsOnce',
  validator: {
    validate: (value) => !Array.isArray(value),
    defaultMessage: () => 'stands more than once; it can be given only once',
  },
});

const IsNotBlank = ValidateBy({
  name: 'isNotBlank',
  validator: {
    validate: (value) => ![value].flat().some((one) => typeof one === 'string' && one.trim() === ''),
    defaultMessage: () => IS_BLANK,
  },
});

/** A list is returned as it is where one value is expected: `StandsOnce` then refuses it. */
function parsed<T>(value: unknown, read: (value: string) => T): unknown {
  if (typeof value !== 'string') return value;
  try {
    if (value.trim() === '') throw new InvalidValue(IS_BLANK);
    if (value.includes('\0')) throw new InvalidValue(HAS_NULL);
    return read(value);
  } catch (error) {
    if (error instanceof InvalidValue) return error;
    throw error;
  }
}

const faultIn = (value: unknown): InvalidValue | undefined =>
  [value].flat().find((one): one is InvalidValue => one instanceof InvalidValue);
