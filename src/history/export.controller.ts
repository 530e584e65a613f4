import { Controller, Get, Query as QueryParams, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Config } from '../config.js';
import type { Query } from '../query.js';
import { Exports } from './exports.js';

/** All that match, streamed. */
@Controller()
export class ExportController {
  constructor(
    private readonly exports: Exports,
    private readonly config: Config,
  ) {}

  @Get('transfers.csv')
  csv(@QueryParams() query: Query, @Res() res: Response): Promise<void> {
    return this.exports.csv(query, this.config.timeZone, res);
  }

  @Get('transfers.ndjson')
  ndjson(@QueryParams() query: Query, @Res() res: Response): Promise<void> {
    return this.exports.ndjson(query, this.config.timeZone, res);
  }
}
