import { Controller, Get } from '@nestjs/common';
import { Problem } from '../problem.filter.js';
import { Webhook } from '../intake/webhook.js';
import { Database } from '../store/database.js';

@Controller('health')
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly webhook: Webhook,
  ) {}

  /** The process answers. Never asks the database. */
  @Get('live')
  live() {
    return { status: 'live' };
  }

  /** Events can be stored just now. */
  @Get('ready')
  ready() {
    if (this.webhook.draining) throw new Problem(503, 'The program is stopping.', {}, { 'Retry-After': '2' });
    const { status } = this.database;
    if (status.state !== 'ready') throw new Problem(503, status.reason, {}, { 'Retry-After': '2' });
    return { status: 'ready' };
  }
}
