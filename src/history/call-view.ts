import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { ApiOneOf } from '../http/api-one-of.js';
import { CALL_EVENTS, type CallEventView } from './call-event-view.js';
import { TransferView } from './transfer-view.js';

@ApiSchema({ name: 'CallOfPbx', description: 'What one PBX reported of the call.' })
export class CallOfPbxView {
  @ApiProperty({ type: String, nullable: true }) sn: string | null;
  @ApiProperty({ type: 'integer', description: 'How often it was handed on.' }) handedOn: number;
  @ApiProperty({ format: 'date-time', description: 'The first thing known of it.' }) from: string;
  @ApiProperty({ format: 'date-time', description: 'The last thing known of it.' }) to: string;
  @ApiProperty({ type: [TransferView], description: 'In the order they were received.' })
  transfers: TransferView[];
  @ApiOneOf('what', CALL_EVENTS, { isArray: true, description: 'The events known of it.' })
  events: CallEventView[];
}

/** One call's story. Two PBXs can use the same call id: an entry for each. */
@ApiSchema({ name: 'Call' })
export class CallView {
  @ApiProperty() callid: string;
  @ApiProperty({ type: [CallOfPbxView] }) data: CallOfPbxView[];
}
