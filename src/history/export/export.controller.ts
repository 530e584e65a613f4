import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Allow } from '../../access/allow.js';
import { CallerVisibility } from '../../access/caller-visibility.js';
import { ApiRoute } from '../../http/api-route.js';
import type { Visibility } from '../../transfer/visibility.js';
import { ExportCsvQuery, ExportQuery } from '../list-transfers.dto.js';
import { TransferExport } from './transfer-export.js';

/** All that match, streamed. */
@Controller()
@ApiTags('history')
@Allow('read')
export class ExportController {
  constructor(private readonly exports: TransferExport) {}

  @Get('transfers.csv')
  @ApiRoute({
    summary: 'All transfers that match, as CSV.',
    description: 'RFC 4180, UTF-8 with a byte order mark. No cell can start a formula.',
    answer: 'text/csv',
  })
  exportTransfersCsv(
    @Query() query: ExportCsvQuery,
    @CallerVisibility() visibility: Visibility,
    @Res() res: Response,
  ): Promise<void> {
    return this.exports.csv(query, visibility, res);
  }

  @Get('transfers.ndjson')
  @ApiRoute({
    summary: 'All transfers that match, one as JSON on each line.',
    answer: 'application/x-ndjson',
  })
  exportTransfersNdjson(
    @Query() query: ExportQuery,
    @CallerVisibility() visibility: Visibility,
    @Res() res: Response,
  ): Promise<void> {
    return this.exports.ndjson(query, visibility, res);
  }
}
