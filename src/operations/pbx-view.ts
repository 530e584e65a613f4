import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { APIS } from '../config/link-settings.js';
import { DIALECTS } from '../intake/dialects/dialects.js';
import type { Dialect } from '../transfer/event.js';
import { type Gap, LINK_STATES, type LinkStatus } from '../pbx-link/link.js';

@ApiSchema({ name: 'Link', description: 'The program logged in to this PBX.' })
export class LinkView implements Omit<LinkStatus, 'sn' | 'gaps'> {
  @ApiProperty() name: string;
  @ApiProperty({ enum: APIS }) api: LinkStatus['api'];
  @ApiProperty({ enum: LINK_STATES }) state: LinkStatus['state'];
  @ApiProperty({ format: 'date-time' }) since: string;
  @ApiProperty({ type: String, nullable: true, description: 'A sentence, where the state has a cause.' })
  reason: string | null;
  @ApiProperty({ type: 'integer' }) logins: number;
}

@ApiSchema({ name: 'Gap', description: 'A time in which events of the PBX may have been missed.' })
export class GapView implements Gap {
  @ApiProperty({ format: 'date-time' }) from: string;
  @ApiProperty({ format: 'date-time' }) to: string;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Call records fetched for it; null where the PBX could not give them.',
  })
  records: number | null;
}

@ApiSchema({ name: 'Pbx' })
export class PbxView {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Null for events without one, and for a link that does not know it yet.',
  })
  sn: string | null;
  @ApiProperty({ enum: DIALECTS.map(({ name }) => name), enumName: 'Dialect', nullable: true })
  dialect: Dialect | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Of any kind since the program started; else of the last transfer.',
  })
  lastEventAt: string | null;
  @ApiProperty({ description: 'For longer than usual at this time of the week.' }) silent: boolean;
  @ApiProperty({ type: LinkView, nullable: true }) link: LinkView | null;
  @ApiProperty({ type: [GapView] }) gaps: GapView[];
}

@ApiSchema({ name: 'PbxList' })
export class PbxListView {
  @ApiProperty({ type: [PbxView] }) data: PbxView[];
}
