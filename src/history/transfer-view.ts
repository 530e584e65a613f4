import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { ApiOneOf } from '../http/api-one-of.js';
import { DIALECTS } from '../intake/dialects/dialects.js';
import type { Dialect } from '../transfer/event.js';
import { MEMBER_KINDS } from '../transfer/member.js';
import {
  type Direction,
  DIRECTIONS,
  type Outcome,
  OUTCOMES,
  type Target,
  TARGET_KINDS,
  TRANSFER_KINDS,
  type Transferee,
  type TransferKind,
  type Transferor,
  TRANSFEROR_BASES,
  type TransferorBasis,
} from '../transfer/transfer.js';
import { ExtMemberView, type MemberView, OutsideMemberView } from './member-view.js';

@ApiSchema({ name: 'Transferor' })
export class TransferorView implements Transferor {
  @ApiProperty({ type: String, nullable: true }) ext: string | null;
  @ApiProperty({
    enum: TRANSFEROR_BASES,
    description: 'On what it rests: `member-order`, `called-extension` and `call-record` are inferred.',
  })
  basis: TransferorBasis;
}

@ApiSchema({ name: 'Transferee', description: 'The party that was handed on.' })
export class TransfereeView implements Transferee {
  @ApiProperty({ enum: MEMBER_KINDS }) kind: Transferee['kind'];
  @ApiProperty() number: string;
}

@ApiSchema({ name: 'Target', description: 'Where the call went, as far as the neighbouring events show.' })
export class TargetView implements Target {
  @ApiProperty({ enum: TARGET_KINDS }) kind: Target['kind'];
  @ApiProperty({ description: 'As dialled.' }) number: string;
  @ApiProperty({ type: String, nullable: true, description: 'The extension that took the call.' })
  answeredBy: string | null;
}

/** A transfer as the API shows it. Times are ISO 8601 in UTC. */
@ApiSchema({ name: 'Transfer' })
export class TransferView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() callid: string;
  @ApiProperty({ type: String, nullable: true }) sn: string | null;
  @ApiProperty({ enum: DIALECTS.map(({ name }) => name), enumName: 'Dialect' }) dialect: Dialect;
  @ApiProperty({ format: 'date-time' }) receivedAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) callStartedAt: string | null;
  @ApiProperty({ enum: DIRECTIONS, enumName: 'Direction' }) direction: Direction;
  @ApiProperty() transferor: TransferorView;
  @ApiProperty({ type: TransfereeView, nullable: true }) transferee: TransfereeView | null;
  @ApiProperty({ type: TargetView, nullable: true }) target: TargetView | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The outside number of the company that was called (DID); never masked.',
  })
  did: string | null;
  @ApiProperty({ enum: TRANSFER_KINDS, enumName: 'TransferKind' }) kind: TransferKind;
  @ApiProperty({ enum: OUTCOMES, enumName: 'Outcome' }) outcome: Outcome;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) answeredAt: string | null;
  @ApiProperty({ type: 'integer', nullable: true }) talkSeconds: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'The events that the story rests on.' })
  storyBasis: string | null;
  @ApiProperty({ description: 'False: inferred from the records of its call alone.' }) reported: boolean;
  @ApiProperty({ type: 'integer', description: 'Which transfer of its call it is; 1 is the first.' })
  hop: number;
  @ApiProperty({ type: 'integer', description: 'How often the PBX sent it.' }) deliveries: number;
  @ApiOneOf(
    'kind',
    { ext: ExtMemberView, inbound: OutsideMemberView, outbound: OutsideMemberView },
    { isArray: true, description: 'In the order sent.' },
  )
  members: MemberView[];
}

@ApiSchema({ name: 'TransferPage' })
export class TransferPageView {
  @ApiProperty({ type: [TransferView] }) data: TransferView[];
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The cursor of the next page; null on the last.',
  })
  next: string | null;
  @ApiProperty({ type: 'integer', required: false, description: 'With `count=true`.' }) total?: number;
}
