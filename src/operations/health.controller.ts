import { Controller, Get } from '@nestjs/common';
import { Problem } from '../problem.filter.js';
import { Database } from '../store/database.js';

@Controller('health')
export class HealthController {
  constructor(private readonly database: Database) {}

  /** The process answers. Never asks the database. */
  @Get('live')
  live() {
    return { status: 'live' };
  }

  /** Events can be stored just now. */
  @Get('ready')
  ready() {
    const { state, reason } = this.database.status;
    if (state !== 'ready')
      throw new Problem(
        503,
        `Not ready: the database is ${state}${reason ? ` (${reason})` : ''}.`,
        {},
        { 'Retry-After': '2' },
      );
    return { status: 'ready' };
  }
}
