import { Controller, Delete, Get, HttpCode, Logger, Param, Post, Query as QueryParams } from '@nestjs/common';
import { Allow } from '../access/allow.js';
import { Describe } from '../http/openapi.js';
import { Problem } from '../http/problem.filter.js';
import { type Query, readQuery } from '../http/query.js';
import { backupsBefore } from '../database/backup/backup.js';
import { Config } from '../config/config.js';
import { ErasureStore } from './erasure.store.js';
import { PRIVACY } from '../operations/openapi.js';
import { Retention } from './retention.js';

@Controller()
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
  @Describe(PRIVACY.erase)
  async erase(@Param('number') asked: string, @QueryParams() query: Query) {
    readQuery(query, {});
    const number = asked.replace(/^ /, '+'); // as in number=
    if (number.trim().length < 3 || number.length > 100 || number === 'erased' || number.includes('\0'))
      throw new Problem(400, 'Name the number as the PBX sent it, with at least three characters.');
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
  @Describe(PRIVACY.dryRun)
  async dryRun(@QueryParams() query: Query) {
    readQuery(query, {});
    return { data: await this.retention.run(true) };
  }

  @Post('retention')
  @Describe(PRIVACY.run)
  @HttpCode(200)
  async run(@QueryParams() query: Query) {
    readQuery(query, {});
    return { data: await this.retention.run(false) };
  }
}
