import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { Matches, MaxLength, NotContains, NotEquals } from 'class-validator';
import { readExactNumber } from '../filter/values.js';

const NO_NUMBER = { message: 'is no number as a PBX sends it, with at least three characters' };

/** Which outside number is meant, in the path. */
export class NumberPath {
  @Transform(({ value }: { value: string }) => readExactNumber(value))
  @Matches(/\S.+\S/s, NO_NUMBER)
  @MaxLength(100, NO_NUMBER)
  @NotContains('\0', NO_NUMBER)
  @NotEquals('erased', NO_NUMBER)
  @ApiProperty({ description: 'The number as the PBX sent it.' })
  number: string;
}
