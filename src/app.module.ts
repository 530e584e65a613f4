import { type DynamicModule, type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { AccessModule } from './access/access.module.js';
import { Config } from './config/config.js';
import { DashboardModule } from './dashboard/dashboard.module.js';
import { ExtensionsModule } from './extensions/extensions.module.js';
import { HistoryModule } from './history/history.module.js';
import { IntakeModule } from './intake/intake.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { PbxLinkModule } from './pbx-link/pbx-link.module.js';
import { InputPipe } from './http/input.pipe.js';
import { PrivacyModule } from './privacy/privacy.module.js';
import { RequestLog } from './http/request-log.js';
import { ProblemFilter } from './http/problem.filter.js';
import { ReportsModule } from './reports/reports.module.js';
import { DatabaseModule } from './database/database.module.js';
import { StoryModule } from './story/story.module.js';

/** All rooms of the program. To remove a room, delete its folder and its line here. */
@Module({})
export class AppModule implements NestModule {
  constructor(private readonly requests: RequestLog) {}

  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      global: true,
      imports: [
        DatabaseModule,
        AccessModule,
        IntakeModule,
        PbxLinkModule,
        StoryModule,
        HistoryModule,
        ReportsModule,
        ExtensionsModule,
        PrivacyModule,
        DashboardModule,
        OperationsModule,
      ],
      providers: [
        { provide: Config, useValue: config },
        RequestLog,
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useClass: InputPipe },
      ],
      exports: [Config, RequestLog],
    };
  }

  /** Nest's requests and the events before Nest share this one instance of the request log. */
  configure(consumer: MiddlewareConsumer) {
    consumer.apply(this.requests.use.bind(this.requests)).forRoutes('{*path}');
  }
}
