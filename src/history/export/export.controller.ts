import { Controller, Get, Query as QueryParams, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Allow, CallerVisibility } from '../../access/allow.js';
import { FILTER_PARAMETERS } from '../../filter/filter-parameters.js';
import { content, Describe } from '../../http/openapi.js';
import type { Query } from '../../http/query.js';
import type { Visibility } from '../../transfer/visibility.js';
import { FAULTY, ORDER, SEPARATOR } from '../openapi.js';
import { Exports } from './exports.js';

/** All that match, streamed. */
@Controller()
@Allow('read')
export class ExportController {
  constructor(private readonly exports: Exports) {}

  @Get('transfers.csv')
  @Describe({
    tag: 'history',
    summary: 'All transfers that match, as CSV.',
    description: 'RFC 4180, UTF-8 with a byte order mark. No cell can start a formula.',
    query: [...FILTER_PARAMETERS, ORDER, SEPARATOR],
    answers: { 200: content('text/csv') },
    problems: FAULTY,
  })
  csv(
    @QueryParams() query: Query,
    @CallerVisibility() visibility: Visibility,
    @Res() res: Response,
  ): Promise<void> {
    return this.exports.csv(query, visibility, res);
  }

  @Get('transfers.ndjson')
  @Describe({
    tag: 'history',
    summary: 'All transfers that match, one as JSON on each line.',
    query: [...FILTER_PARAMETERS, ORDER],
    answers: { 200: content('application/x-ndjson') },
    problems: FAULTY,
  })
  ndjson(
    @QueryParams() query: Query,
    @CallerVisibility() visibility: Visibility,
    @Res() res: Response,
  ): Promise<void> {
    return this.exports.ndjson(query, visibility, res);
  }
}
