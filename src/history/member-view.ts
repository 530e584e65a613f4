import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { ExtMember, OutsideMember } from '../transfer/member.js';

/** What some dialects add to a member; left out where the dialect has no such field. */
class LegView {
  @ApiProperty({ required: false }) channelid?: string;
  @ApiProperty({ required: false, example: 'ANSWER' }) memberstatus?: string;
  @ApiProperty({ required: false }) callpath?: string;
  @ApiProperty({ required: false, description: "v1's `inboundid` or `outboundid`." }) legid?: string;
}

@ApiSchema({ name: 'ExtMember', description: 'An extension in the call.' })
export class ExtMemberView extends LegView implements ExtMember {
  @ApiProperty({ enum: ['ext'] }) kind: 'ext';
  @ApiProperty() number: string;
}

@ApiSchema({ name: 'OutsideMember', description: 'The outside end of an inbound or outbound leg.' })
export class OutsideMemberView extends LegView implements OutsideMember {
  @ApiProperty({ enum: ['inbound', 'outbound'] }) kind: 'inbound' | 'outbound';
  @ApiProperty({ description: 'Who calls; blank where the number is withheld.' }) from: string;
  @ApiProperty({ description: 'Who is called.' }) to: string;
  @ApiProperty({ required: false }) trunkname?: string;
}

export type MemberView = ExtMemberView | OutsideMemberView;
