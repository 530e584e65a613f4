import { Module } from '@nestjs/common';
import { ExtensionsModule } from '../extensions/extensions.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { Clock } from './clock.js';
import { PbxLinks } from './pbx-links.js';

@Module({ imports: [ExtensionsModule, IntakeModule], providers: [PbxLinks, Clock], exports: [PbxLinks] })
export class PbxLinkModule {}
