import { Controller, Get } from '@nestjs/common';
import { Allow } from '../access/allow.js';
import { Problem } from '../problem.filter.js';
import { Database } from '../store/database.js';

@Controller('health')
@Allow('everyone')
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
    const { status } = this.database;
    if (status.state !== 'ready') throw new Problem(503, status.reason, {}, { 'Retry-After': '2' });
    return { status: 'ready' };
  }
}
