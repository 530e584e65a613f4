import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Allow } from '../access/allow.js';
import { content, Describe } from '../openapi.js';
import { Metrics } from './metrics.js';

@Controller('metrics')
@Allow('read')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Describe({
    tag: 'operations',
    summary: 'Figures for Prometheus.',
    answers: { 200: content('text/plain') },
  })
  async all(@Res() res: Response) {
    res.type(this.metrics.registry.contentType).send(await this.metrics.registry.metrics());
  }
}
