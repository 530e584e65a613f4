import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { Erased } from './erasure.store.js';
import type { Keeping } from './retention.js';
import { KINDS, type Kind } from './retention.store.js';

@ApiSchema({ name: 'NotErased' })
class NotErasedView {
  @ApiProperty({ type: [String], description: 'Backups of this machine that are older.' }) backups: string[];
  @ApiProperty() sentence: string;
}

@ApiSchema({ name: 'Erasure', description: 'From how many of each the number was taken.' })
export class ErasureView implements Erased {
  @ApiProperty({ type: 'integer' }) calls: number;
  @ApiProperty({ type: 'integer' }) transfers: number;
  @ApiProperty({ type: 'integer' }) members: number;
  @ApiProperty({ type: 'integer' }) events: number;
  @ApiProperty({ type: 'integer' }) quarantined: number;
  @ApiProperty() notCovered: NotErasedView;
}

@ApiSchema({ name: 'Keeping' })
class KeepingView implements Keeping {
  @ApiProperty({ enum: KINDS }) kind: Kind;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Null: for ever.' }) days: number | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) before: string | null;
  @ApiProperty({ type: 'integer', description: 'How many are older.' }) rows: number;
}

@ApiSchema({ name: 'Retention' })
export class RetentionView {
  @ApiProperty({ type: [KeepingView] }) data: KeepingView[];
}
