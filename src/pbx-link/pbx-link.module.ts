import { Module } from '@nestjs/common';
import { ExtensionsModule } from '../extensions/extensions.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { LinkClock } from './clock.js';
import { PbxLinks } from './pbx-links.js';

@Module({ imports: [ExtensionsModule, IntakeModule], providers: [PbxLinks, LinkClock], exports: [PbxLinks] })
export class PbxLinkModule {}
