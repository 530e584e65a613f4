import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Allow, UnlimitedOnly } from '../access/allow.js';
import { ApiRoute } from '../http/api-route.js';
import { Metrics } from './metrics.js';

@Controller('metrics')
@ApiTags('operations')
@Allow('read')
@UnlimitedOnly()
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @ApiRoute({
    summary: 'Figures for Prometheus, of the whole program: not for a key limited to PBXes or extensions.',
    answer: 'text/plain',
  })
  async getMetrics(@Res() res: Response) {
    res.type(this.metrics.registry.contentType).send(await this.metrics.registry.metrics());
  }
}
