import { Controller, Delete, Get, HttpCode, Logger, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow.js';
import { ApiRoute } from '../http/api-route.js';
import { Problem } from '../http/problem.filter.js';
import { NoQuery } from '../http/query-parameters.js';
import { backupsBefore } from '../database/backup/backup.js';
import { Config } from '../config/config.js';
import { ErasureStore } from './erasure.store.js';
import { NumberPath } from './privacy.dto.js';
import { ErasureView, RetentionView } from './privacy-views.js';
import { Retention } from './retention.js';

@Controller()
@ApiTags('privacy')
@Allow('admin')
export class PrivacyController {
  private readonly log = new Logger('Erasure');

  constructor(
    private readonly erasure: ErasureStore,
    private readonly retention: Retention,
    private readonly config: Config,
  ) {}

  /** Erases an outside number everywhere. */
  @Delete('numbers/:number')
  @ApiRoute({
    summary: 'Erases an outside number everywhere.',
    description: 'Counts and identities stay; what comes later of those calls is written without it.',
    answer: ErasureView,
    problems: { 400: 'This cannot be a number.', 409: 'It is an extension of a PBX.' },
  })
  async eraseNumber(@Param() { number }: NumberPath, @Query() _query: NoQuery): Promise<ErasureView> {
    if (await this.erasure.isExtension(number))
      throw new Problem(409, 'This is an extension of a PBX, not an outside number: it is not erased.');
    const erased = await this.erasure.erase(number);
    this.log.log(
      `Erased a number from ${erased.transfers} transfers and ${erased.events} events of ${erased.calls} calls`,
    );
    return {
      ...erased,
      notCovered: {
        backups: await backupsBefore(new Date(), this.config),
        sentence:
          'Backups made before now, here or on another machine, still hold the number: delete them, or erase again after a restore.',
      },
    };
  }

  /** What retention would let go now. */
  @Get('retention')
  @ApiRoute({ summary: 'What retention would let go now.', answer: RetentionView })
  async previewRetention(@Query() _query: NoQuery): Promise<RetentionView> {
    return { data: await this.retention.run(true) };
  }

  @Post('retention')
  @ApiRoute({ summary: 'Lets go what is older than the settings say.', answer: RetentionView })
  @HttpCode(200)
  async runRetention(@Query() _query: NoQuery): Promise<RetentionView> {
    return { data: await this.retention.run(false) };
  }
}
