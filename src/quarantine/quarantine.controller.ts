import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Allow } from '../access/allow.js';
import { CallerVisibility } from '../access/caller-visibility.js';
import { ApiRoute } from '../http/api-route.js';
import { IdPath } from '../http/id-path.js';
import { Problem } from '../http/problem.filter.js';
import { NoQuery } from '../http/query-parameters.js';
import { maskText } from '../privacy/masked-text.js';
import type { Visibility } from '../transfer/visibility.js';
import { ListQuarantineQuery } from './quarantine.dto.js';
import { missing, QuarantineReader } from './quarantine.reader.js';
import { QuarantinePageView, QuarantineView } from './quarantine-views.js';

const MISSING = { 404: 'There is no such body in quarantine.' };

/** What was refused. Its bytes hold outside numbers as they came, so that reading them needs the scope numbers too. */
@Controller('quarantine')
@ApiTags('quarantine')
@Allow('ingest')
export class QuarantineController {
  constructor(private readonly reader: QuarantineReader) {}

  @Get()
  @ApiRoute({ summary: 'What was refused, newest first.', answer: QuarantinePageView })
  async listQuarantine(
    @Query() { cause, limit, cursor }: ListQuarantineQuery,
    @CallerVisibility() { numbers }: Visibility,
  ): Promise<QuarantinePageView> {
    const rows = await this.reader.page(cause, cursor, limit + 1);
    const data = rows.slice(0, limit).map((row) => (numbers ? row : maskQuarantined(row)));
    return { data, next: rows.length > limit ? data.at(-1)!.id : null };
  }

  @Get(':id')
  @ApiRoute({ summary: 'One refused body, with why.', answer: QuarantineView, problems: MISSING })
  async getQuarantined(
    @Param() { id }: IdPath,
    @Query() _query: NoQuery,
    @CallerVisibility() { numbers }: Visibility,
  ): Promise<QuarantineView> {
    const found = await this.reader.find(id);
    return numbers ? found : maskQuarantined(found);
  }

  @Get(':id/raw')
  @ApiRoute({
    summary: 'Its bytes, as they came; for a key with the scope `numbers` too.',
    answer: 'application/octet-stream',
    problems: MISSING,
  })
  async getQuarantinedBytes(
    @Param() { id }: IdPath,
    @Query() _query: NoQuery,
    @CallerVisibility() { numbers }: Visibility,
    @Res() res: Response,
  ) {
    const body = (await this.reader.body(id)) ?? missing(id);
    if (!numbers)
      throw new Problem(
        403,
        'These bytes hold outside numbers: reading them needs a key with the scope numbers.',
      );
    // A download, never a page: anybody may have sent it.
    res
      .set({ 'Content-Disposition': `attachment; filename="${id}.bin"` })
      .type('application/octet-stream')
      .send(body);
  }
}

/** What a sender made up can hold a number. */
const maskQuarantined = (view: QuarantineView): QuarantineView =>
  Object.assign(view, {
    contentType: view.contentType && maskText(view.contentType),
    errors: view.errors.map(({ path, message }) => ({ path: maskText(path), message: maskText(message) })),
  });
