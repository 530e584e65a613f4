import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { ExtensionReader } from '../extensions/extension.reader.js';
import type { Visibility } from '../transfer/visibility.js';
import { maskKey } from '../privacy/masking.js';
import { type Counted, FiguresReader } from './sql/figures.reader.js';
import type { Bounded } from './dimensions/dimension.js';
import { type ReportQuery, type ReportAsked, toReport } from './report.dto.js';
import { type Report, reportOf } from './report.js';
import { dimensionOf } from './dimensions/dimensions.js';

/** Makes every report, before it is written as JSON, CSV, page or mail. */
@Injectable()
export class Reports {
  constructor(
    private readonly reader: FiguresReader,
    private readonly extensions: ExtensionReader,
    private readonly config: Config,
  ) {}

  /** @param gone aborts when nobody waits for the report any more; what PostgreSQL still counts then is ended. */
  async answer(query: ReportQuery, visibility: Visibility, gone: AbortSignal): Promise<Report> {
    return this.make(await this.read(query, visibility), gone);
  }

  read(query: ReportQuery, visibility: Visibility): Promise<ReportAsked> {
    return toReport(query, {
      visibility,
      zone: this.config.timeZone,
      now: new Date(),
      first: () => this.reader.first(visibility),
    });
  }

  async make(asked: ReportAsked, gone?: AbortSignal): Promise<Report> {
    const { by, filter, compare } = asked;
    const columns = Object.entries(dimensionOf(by).keys).flatMap(([name, { named }]) => (named ? name : []));
    const count = async (of: Bounded) => {
      const counted = await this.reader.count(by, of, gone);
      return filter.visibility.numbers ? counted : masked(counted, columns);
    };
    const [now, before] = await Promise.all([count(filter), compare && count({ ...filter, ...compare })]);
    const numbers = [now, before].flatMap(
      (counted) => counted?.groups.flatMap(({ key }) => columns.map((name) => key[name])) ?? [],
    );
    const named = [...new Set(numbers)].filter((number) => typeof number === 'string');
    return reportOf(
      asked,
      now,
      before,
      named.length > 0 ? await this.extensions.names(named, filter.visibility) : {},
    );
  }
}

const masked = ({ totals, groups }: Counted, columns: string[]): Counted => ({
  totals,
  groups: groups.map(({ key, figures }) => ({ key: maskKey(key, columns), figures })),
});
