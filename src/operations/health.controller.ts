import { Controller, Get } from '@nestjs/common';
import { all, Describe, json } from '../openapi.js';
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
  @Describe({
    tag: 'operations',
    summary: 'The process answers. Never asks the database.',
    answers: { 200: json(all({ status: { type: 'string', enum: ['live'] } })) },
  })
  live() {
    return { status: 'live' };
  }

  /** Events can be stored just now. */
  @Get('ready')
  @Describe({
    tag: 'operations',
    summary: 'Events can be stored just now.',
    answers: { 200: json(all({ status: { type: 'string', enum: ['ready'] } })) },
  })
  ready() {
    if (this.webhook.draining) throw new Problem(503, 'The program is stopping.', {}, { 'Retry-After': '2' });
    const { status } = this.database;
    if (status.state !== 'ready') throw new Problem(503, status.reason, {}, { 'Retry-After': '2' });
    return { status: 'ready' };
  }
}
