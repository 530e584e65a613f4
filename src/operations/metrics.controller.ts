import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Allow } from '../access/allow.js';
import { Describe } from '../http/openapi.js';
import { METRICS } from './openapi.js';
import { Metrics } from './metrics.js';

@Controller('metrics')
@Allow('read')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Describe(METRICS)
  async all(@Res() res: Response) {
    res.type(this.metrics.registry.contentType).send(await this.metrics.registry.metrics());
  }
}
