import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { InputFaultView } from '../../http/problem-view.js';
import { ANSWERS } from '../answer.js';

/** What can become of one body that is read again: an event's answers and two more. */
const REPLAYS = [...ANSWERS, 'refused', 'gone'] as const;
type ReplayStatus = (typeof REPLAYS)[number];

/** What became of one body that was read again. */
@ApiSchema({ name: 'ReplayedBody' })
export class ReplayedBodyView {
  @ApiProperty({
    enum: REPLAYS,
    description: '`refused`: it is still not right; `gone`: it left the quarantine meanwhile.',
  })
  status: ReplayStatus;
  @ApiProperty({ format: 'uuid', required: false, description: 'Of the transfer.' }) id?: string;
  @ApiProperty({ type: [InputFaultView], required: false }) errors?: InputFaultView[];
}

/** How many bodies were read again, and what became of them. */
@ApiSchema({ name: 'ReplayedBodies' })
export class ReplayedBodiesView implements Record<ReplayStatus | 'replayed', number> {
  @ApiProperty({ type: 'integer' }) replayed = 0;
  @ApiProperty({ type: 'integer' }) stored = 0;
  @ApiProperty({ type: 'integer' }) duplicate = 0;
  @ApiProperty({ type: 'integer' }) recorded = 0;
  @ApiProperty({ type: 'integer' }) ignored = 0;
  @ApiProperty({ type: 'integer' }) quarantined = 0;
  @ApiProperty({ type: 'integer' }) refused = 0;
  @ApiProperty({ type: 'integer' }) gone = 0;
}
