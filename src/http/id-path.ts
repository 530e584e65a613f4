import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';

/** Which one is meant, in the path: any text, since an id that is none belongs to nothing, a 404. */
export class IdPath {
  @IsString()
  @ApiProperty({ description: 'Its id.' })
  id: string;
}
