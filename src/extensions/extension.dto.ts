import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  NotContains,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import { TextParameter } from '../http/query-parameters.js';

const LONGEST = 200;
const NOT_EMPTY = { minProperties: 1 };
const NO_NUMBER = { message: 'is no number of an extension' };

const Trimmed = () =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));

const NumberProperty = () =>
  applyDecorators(
    Trimmed(),
    IsNotEmpty({ message: 'is blank' }),
    MaxLength(LONGEST, NO_NUMBER),
    NotContains('\0', NO_NUMBER),
    ApiProperty({ description: 'The extension.' }),
  );

function NameProperty(description: string, example: string, when: PropertyDecorator) {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() || null : value)),
    when,
    IsGiven,
    IsString({ message: 'is text, or null to take it away' }),
    MaxLength(LONGEST, { message: `is longer than ${LONGEST} characters` }),
    Matches(/^[^\0\p{Cs}]*$/u, { message: 'has a character that cannot be kept' }),
    ApiProperty({ type: String, nullable: true, required: false, maxLength: LONGEST, description, example }),
  );
}

const IsGiven = ValidateBy({
  name: 'isGiven',
  validator: {
    validate: (value) => value !== undefined,
    defaultMessage: () => 'is missing, and so is group; give one of them',
  },
});

/** For the name: it is looked at where it is given, and where nothing is. */
const WhenGivenOrNothingIs = ValidateIf(
  ({ name, group }: NameExtension) => (name ?? null) !== null || (name === undefined && group === undefined),
);

/** What somebody writes about an extension: what is left out stays as it was, null takes it away. */
@ApiSchema({ name: 'NameExtension', ...NOT_EMPTY })
export class NameExtension {
  @NameProperty('What people call it; null takes the name away.', 'Reception', WhenGivenOrNothingIs)
  name?: string | null;

  @NameProperty('Its group; null takes it out of its group.', 'sales', IsOptional())
  group?: string | null;
}

/** Which extension is named, in the path. */
export class ExtensionPath {
  @NumberProperty()
  number: string;
}

export class NameExtensionQuery {
  @TextParameter({ description: 'Of this PBX alone.' })
  sn?: string;
}

/** A line of a file. */
export class ExtensionLine extends NameExtension {
  @Trimmed()
  @IsString()
  sn = '';

  @NumberProperty()
  number: string;
}
