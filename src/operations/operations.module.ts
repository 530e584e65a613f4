import { Module } from '@nestjs/common';
import { IntakeModule } from '../intake/intake.module.js';
import { PbxLinkModule } from '../pbx-link/pbx-link.module.js';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';
import { PbxReader } from './pbx.reader.js';
import { PbxsController } from './pbxs.controller.js';
import { Pbxs } from './pbxs.js';
import { QuarantineModule } from '../quarantine/quarantine.module.js';
import { SilenceWatch } from './silence-watch.js';

/** May import every room; only app.module.ts imports it. */
@Module({
  imports: [IntakeModule, PbxLinkModule, QuarantineModule],
  controllers: [HealthController, MetricsController, PbxsController],
  providers: [PbxReader, Pbxs, SilenceWatch, Metrics],
})
export class OperationsModule {}
