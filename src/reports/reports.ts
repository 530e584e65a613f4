import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { ExtensionReader } from '../extensions/extension.reader.js';
import type { Visibility } from '../transfer/visibility.js';
import { FiguresReader } from './sql/figures.reader.js';
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

  async answer(query: ReportQuery, visibility: Visibility): Promise<Report> {
    return this.make(await this.read(query, visibility));
  }

  read(query: ReportQuery, visibility: Visibility): Promise<ReportAsked> {
    return toReport(query, {
      visibility,
      zone: this.config.timeZone,
      now: new Date(),
      first: () => this.reader.first(),
    });
  }

  async make(asked: ReportAsked): Promise<Report> {
    const { by, filter, compare } = asked;
    const [now, before] = await Promise.all([
      this.reader.count(by, filter),
      compare && this.reader.count(by, { ...filter, ...compare }),
    ]);
    const columns = Object.entries(dimensionOf(by).keys).filter(([, { named }]) => named);
    const numbers = [now, before].flatMap(
      (counted) => counted?.groups.flatMap(({ key }) => columns.map(([name]) => key[name])) ?? [],
    );
    const named = [...new Set(numbers)].filter((number) => typeof number === 'string');
    return reportOf(asked, now, before, named.length > 0 ? await this.extensions.names(named) : {});
  }
}
