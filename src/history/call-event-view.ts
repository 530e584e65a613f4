import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { ApiOneOf } from '../http/api-one-of.js';
import {
  type FailedEvent,
  type ForwardEvent,
  RECORD_STATUSES,
  RECORD_TYPES,
  type RecordEvent,
  type RecordStatus,
  type RecordType,
  type StatusEvent,
  type SurveyEvent,
} from '../transfer/event.js';
import { ExtMemberView, type MemberView, OutsideMemberView } from './member-view.js';

/** What an event says besides what stands in columns of its own. */
type Facts<E> = Omit<E, 'what' | 'name' | 'dialect' | 'sn' | 'callid'>;

const MEMBERS = { ext: ExtMemberView, inbound: OutsideMemberView, outbound: OutsideMemberView };

@ApiSchema({ name: 'MemberFacts' })
export class MemberFactsView implements Facts<StatusEvent>, Facts<ForwardEvent> {
  @ApiOneOf('kind', MEMBERS, { isArray: true }) members: MemberView[];
}

@ApiSchema({ name: 'FailureFacts' })
export class FailureFactsView implements Facts<FailedEvent> {
  @ApiProperty() reason: string;
  @ApiOneOf('kind', MEMBERS, { isArray: true }) members: MemberView[];
}

@ApiSchema({ name: 'RecordFacts' })
export class RecordFactsView implements Facts<RecordEvent> {
  @ApiProperty({ type: String, nullable: true, description: "In the PBX's own time, without a zone." })
  startedAtLocal: string | null;
  @ApiProperty() from: string;
  @ApiProperty() to: string;
  @ApiProperty({ type: String, nullable: true }) answeredBy: string | null;
  @ApiProperty({ type: 'integer', nullable: true }) callSeconds: number | null;
  @ApiProperty({ type: 'integer', nullable: true }) talkSeconds: number | null;
  @ApiProperty({ type: String, nullable: true }) sourceTrunk: string | null;
  @ApiProperty({ type: String, nullable: true }) targetTrunk: string | null;
  @ApiProperty({ enum: RECORD_STATUSES }) status: RecordStatus;
  @ApiProperty({ enum: RECORD_TYPES }) type: RecordType;
  @ApiProperty({ required: false, description: 'The number of the company that was called (DID).' })
  did?: string;
  @ApiProperty({
    required: false,
    description:
      "The name of the recording's file. Outside numbers in it are masked for keys without `numbers`.",
  })
  recording?: string;
  @ApiProperty({ required: false, enum: [true], type: Boolean, description: 'Fetched, not pushed.' })
  fetched?: true;
}

@ApiSchema({ name: 'SurveyFacts' })
export class SurveyFactsView implements Facts<SurveyEvent> {
  @ApiProperty({ description: 'The key that the caller pressed.' }) result: string;
}

class CallEventHead {
  @ApiProperty({ format: 'date-time' }) receivedAt: string;
  @ApiProperty({ description: 'As the PBX spelled it.' }) event: string;
}

@ApiSchema({ name: 'CallStatus' })
class StatusEventView extends CallEventHead {
  @ApiProperty({ enum: ['status'] }) what: 'status';
  @ApiProperty() facts: MemberFactsView;
}

@ApiSchema({ name: 'CallForward' })
class ForwardEventView extends CallEventHead {
  @ApiProperty({ enum: ['forward'] }) what: 'forward';
  @ApiProperty() facts: MemberFactsView;
}

@ApiSchema({ name: 'CallFailure' })
class FailedEventView extends CallEventHead {
  @ApiProperty({ enum: ['failed'] }) what: 'failed';
  @ApiProperty() facts: FailureFactsView;
}

@ApiSchema({ name: 'CallRecord' })
class RecordEventView extends CallEventHead {
  @ApiProperty({ enum: ['record'] }) what: 'record';
  @ApiProperty() facts: RecordFactsView;
}

@ApiSchema({ name: 'CallSurvey' })
class SurveyEventView extends CallEventHead {
  @ApiProperty({ enum: ['survey'] }) what: 'survey';
  @ApiProperty() facts: SurveyFactsView;
}

/** An event that the PBX sent about a call, where a story is computed from it or it is a fact of the call. */
export type CallEventView =
  StatusEventView | ForwardEventView | FailedEventView | RecordEventView | SurveyEventView;

export const CALL_EVENTS = {
  status: StatusEventView,
  record: RecordEventView,
  forward: ForwardEventView,
  failed: FailedEventView,
  survey: SurveyEventView,
};
