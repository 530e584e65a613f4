import { Controller, Get } from '@nestjs/common';
import { ApiProperty, ApiSchema, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow.js';
import { Database } from '../database/database.js';
import { JobRunner } from '../database/jobs/job-runner.js';
import { ApiRoute } from '../http/api-route.js';
import { Problem } from '../http/problem.filter.js';
import { Webhook } from '../intake/webhook/webhook.js';
import { LINK_STATES, type LinkState } from '../pbx-link/link.js';
import { PbxLinks } from '../pbx-link/pbx-links.js';

@ApiSchema({ name: 'Live' })
class LiveView {
  @ApiProperty({ enum: ['live'] }) status: 'live';
}

@ApiSchema({ name: 'LinkState' })
class LinkStateView {
  @ApiProperty() name: string;
  @ApiProperty({ enum: LINK_STATES }) state: LinkState;
  @ApiProperty({ format: 'date-time' }) since: string;
}

@ApiSchema({ name: 'JobState' })
class JobStateView {
  @ApiProperty() name: string;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When its last round ended; null before the first.',
  })
  lastRunAt: string | null;
  @ApiProperty({ description: 'Whether that round failed.' }) failed: boolean;
}

@ApiSchema({ name: 'Ready' })
class ReadyView {
  @ApiProperty({ enum: ['ready'] }) status: 'ready';
  @ApiProperty({ type: [LinkStateView] }) links: LinkStateView[];
  @ApiProperty({ type: [JobStateView], description: 'The background jobs.' }) jobs: JobStateView[];
}

@Controller('health')
@ApiTags('operations')
@Allow('everyone')
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly links: PbxLinks,
    private readonly webhook: Webhook,
    private readonly jobs: JobRunner,
  ) {}

  @Get('live')
  @ApiRoute({
    summary: 'The process answers. Never asks the database.',
    answer: LiveView,
    open: true,
  })
  getLive(): LiveView {
    return { status: 'live' };
  }

  /** A link that is down or a job that fails is shown, but does not make the program unready: events can be stored all the same. */
  @Get('ready')
  @ApiRoute({ summary: 'Events can be stored just now.', answer: ReadyView, open: true })
  getReady(): ReadyView {
    if (this.webhook.draining) throw new Problem(503, 'The program is stopping.', {}, { 'Retry-After': '2' });
    const { status } = this.database;
    const links = this.links.status.links.map(({ name, state, since }) => ({ name, state, since }));
    const jobs = this.jobs.status.map(({ name, lastRunAt, lastError }) => ({
      name,
      lastRunAt: lastRunAt?.toISOString() ?? null,
      failed: lastError !== null,
    }));
    if (status.state !== 'ready')
      throw new Problem(503, status.reason, { links, jobs }, { 'Retry-After': '2' });
    return { status: 'ready', links, jobs };
  }
}
