import { Controller, Get } from '@nestjs/common';
import { all, Describe, json, listOf } from '../http/openapi.js';
import { Allow } from '../access/allow.js';
import { PbxLinks } from '../pbx-link/pbx-links.js';
import { Problem } from '../http/problem.filter.js';
import { Webhook } from '../intake/webhook.js';
import { Database } from '../database/database.js';

const LINK = all({
  name: { type: 'string' },
  state: { type: 'string', enum: ['connecting', 'up', 'waiting', 'locked', 'refused', 'stopped'] },
  since: { type: 'string', format: 'date-time' },
});

@Controller('health')
@Allow('everyone')
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly links: PbxLinks,
    private readonly webhook: Webhook,
  ) {}

  /** The process answers. Never asks the database. */
  @Get('live')
  @Describe({
    tag: 'operations',
    open: true,
    summary: 'The process answers. Never asks the database.',
    answers: { 200: json(all({ status: { type: 'string', enum: ['live'] } })) },
  })
  live() {
    return { status: 'live' };
  }

  /** Events can be stored just now. A link that is down is told, but takes nobody away from the others' events. */
  @Get('ready')
  @Describe({
    tag: 'operations',
    open: true,
    summary: 'Events can be stored just now.',
    answers: { 200: json(all({ status: { type: 'string', enum: ['ready'] }, links: listOf(LINK) })) },
  })
  ready() {
    if (this.webhook.draining) throw new Problem(503, 'The program is stopping.', {}, { 'Retry-After': '2' });
    const { status } = this.database;
    const links = this.links.status.links.map(({ name, state, since }) => ({ name, state, since }));
    if (status.state !== 'ready') throw new Problem(503, status.reason, { links }, { 'Retry-After': '2' });
    return { status: 'ready', links };
  }
}
