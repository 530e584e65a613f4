import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { TextParameter } from '../http/query-parameters.js';

export const LONGEST = 200;
const NOT_EMPTY = { minProperties: 1 };

function NameProperty(description: string, example: string) {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() || null : value)),
    IsOptional(),
    IsString({ message: 'is text, or null to take it away' }),
    MaxLength(LONGEST, { message: `is longer than ${LONGEST} characters` }),
    Matches(/^[^\0\p{Cs}]*$/u, { message: 'has a character that cannot be kept' }),
    ApiProperty({ type: String, nullable: true, required: false, maxLength: LONGEST, description, example }),
  );
}

/** What somebody writes about an extension: what is left out stays as it was, null takes it away. */
@ApiSchema({ name: 'NameExtension', ...NOT_EMPTY })
export class NameExtension {
  @NameProperty('What people call it; null takes the name away.', 'Reception')
  name?: string | null;

  @NameProperty('Its group; null takes it out of its group.', 'sales')
  group?: string | null;
}

export class NameExtensionQuery {
  @TextParameter({ description: 'Of this PBX alone.' })
  sn?: string;
}
