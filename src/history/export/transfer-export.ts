import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Filter, toFilter } from '../../filter/filter.js';
import { Config } from '../../config/config.js';
import { LongAnswers } from '../../access/long-answers.js';
import type { Visibility } from '../../transfer/visibility.js';
import type { ExportCsvQuery, ExportQuery, Order } from '../list-transfers.dto.js';
import { csvHead, csvLines } from './csv.js';
import { TransferReader } from '../transfer.reader.js';
import type { TransferView } from '../transfer-view.js';

/**
 * The list walked to its end. Memory holds two pages of rows, however many there are and however slow the client:
 * the next one is read only while the last is on its way. A client that goes away ends the reading; a fault in the
 * middle breaks the connection, so that nobody takes a part for the whole.
 */
@Injectable()
export class TransferExport {
  constructor(
    private readonly reader: TransferReader,
    private readonly config: Config,
    private readonly longAnswers: LongAnswers,
  ) {}

  async csv(
    { order, separator = ',', ...asked }: ExportCsvQuery,
    visibility: Visibility,
    res: Response,
  ): Promise<void> {
    const filter = toFilter(asked, this.config.timeZone, visibility);
    res.set('Content-Disposition', 'attachment; filename="transfers.csv"');
    await this.send(filter, order, res, 'text/csv; charset=utf-8; header=present', {
      head: csvHead(separator),
      lines: csvLines(separator, filter.tz),
    });
  }

  async ndjson({ order, ...asked }: ExportQuery, visibility: Visibility, res: Response): Promise<void> {
    await this.send(toFilter(asked, this.config.timeZone, visibility), order, res, 'application/x-ndjson', {
      head: '',
      lines: (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    });
  }

  private async send(
    filter: Filter,
    order: Order,
    res: Response,
    type: string,
    { head, lines }: { head: string; lines: (rows: TransferView[]) => string },
  ): Promise<void> {
    await this.longAnswers.begin('export', res.req, res);
    const pages = this.reader.all(filter, order);
    const first = await pages.next(); // while a fault can still be answered
    res.set('Content-Type', type);
    async function* chunks() {
      // As bytes: of text, Node works out the length first, and then the bytes.
      yield Buffer.from(head + (first.done ? '' : lines(first.value)));
      for await (const rows of pages) yield Buffer.from(lines(rows));
    }
    try {
      await pipeline(Readable.from(chunks(), { highWaterMark: 1 }), res);
    } catch (error) {
      await pages.return(undefined);
      if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    }
  }
}
