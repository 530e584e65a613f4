import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Allow } from '../access/allow.js';
import { ApiRoute } from '../http/api-route.js';
import { isUuid, NoQuery } from '../http/query-parameters.js';
import { ListQuarantineQuery } from './quarantine.dto.js';
import { missing, QuarantineReader } from './quarantine.reader.js';
import { QuarantinePageView, QuarantineView } from './quarantine-views.js';

const MISSING = { 404: 'There is no such body in quarantine.' };
const ID = { name: 'id', description: 'Its id.' };

/** What was refused. A key with the scope ingest sees these bodies as they are, outside numbers and all. */
@Controller('quarantine')
@ApiTags('quarantine')
@Allow('ingest')
export class QuarantineController {
  constructor(private readonly reader: QuarantineReader) {}

  @Get()
  @ApiRoute({ summary: 'What was refused, newest first.', answer: QuarantinePageView })
  async listQuarantine(@Query() { cause, limit, cursor }: ListQuarantineQuery): Promise<QuarantinePageView> {
    const rows = await this.reader.page(cause, cursor, limit + 1);
    const data = rows.slice(0, limit);
    return { data, next: rows.length > limit ? data.at(-1)!.id : null };
  }

  @Get(':id')
  @ApiRoute({ summary: 'One refused body, with why.', answer: QuarantineView, problems: MISSING })
  @ApiParam(ID)
  getQuarantined(@Param('id') id: string, @Query() _query: NoQuery): Promise<QuarantineView> {
    return this.reader.find(id);
  }

  @Get(':id/raw')
  @ApiRoute({ summary: 'Its bytes, as they came.', answer: 'application/octet-stream', problems: MISSING })
  @ApiParam(ID)
  async getQuarantinedBytes(@Param('id') id: string, @Query() _query: NoQuery, @Res() res: Response) {
    const body = (isUuid(id) ? await this.reader.body(id) : null) ?? missing(id);
    // A download, never a page: anybody may have sent it.
    res
      .set({ 'Content-Disposition': `attachment; filename="${id}.bin"` })
      .type('application/octet-stream')
      .send(body);
  }
}
