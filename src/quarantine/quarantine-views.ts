import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { InputFaultView } from '../http/problem-view.js';
import { CAUSES, type Cause } from './quarantine.store.js';

/** A refused body as the API shows it, but for its bytes. */
@ApiSchema({ name: 'QuarantinedBody' })
export class QuarantineView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ enum: CAUSES, description: 'A fault in it, or a refusal of its sender.' }) cause: Cause;
  @ApiProperty({ description: 'The address that it came from.' }) source: string;
  @ApiProperty({ type: String, nullable: true }) contentType: string | null;
  @ApiProperty({ type: 'integer' }) bytes: number;
  @ApiProperty({ type: 'integer', description: 'How often these very bytes came.' }) count: number;
  @ApiProperty({ format: 'date-time' }) firstAt: string;
  @ApiProperty({ format: 'date-time' }) lastAt: string;
  @ApiProperty({ type: [InputFaultView] }) errors: InputFaultView[];
}

@ApiSchema({ name: 'QuarantinePage' })
export class QuarantinePageView {
  @ApiProperty({ type: [QuarantineView] }) data: QuarantineView[];
  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page.' })
  next: string | null;
}
