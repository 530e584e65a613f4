import { ApiProperty, ApiSchema } from '@nestjs/swagger';

/** An extension as the API shows it. */
@ApiSchema({ name: 'Extension' })
export class ExtensionView {
  @ApiProperty({ type: String, nullable: true, description: 'Null: for every PBX.' }) sn: string | null;
  @ApiProperty() number: string;
  @ApiProperty({ type: String, nullable: true }) name: string | null;
  @ApiProperty({ type: String, nullable: true }) group: string | null;
}

@ApiSchema({ name: 'ExtensionList' })
export class ExtensionListView {
  @ApiProperty({ type: [ExtensionView] }) data: ExtensionView[];
}
