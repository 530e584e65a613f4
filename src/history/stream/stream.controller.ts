import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { once } from 'node:events';
import { Allow } from '../../access/allow.js';
import { CallerVisibility } from '../../access/caller-visibility.js';
import { LongAnswers } from '../../access/long-answers.js';
import { Config } from '../../config/config.js';
import { FilterQuery } from '../../filter/filter.dto.js';
import { type Filter, toFilter } from '../../filter/filter.js';
import { ApiRoute } from '../../http/api-route.js';
import { Problem } from '../../http/problem.filter.js';
import type { Visibility } from '../../transfer/visibility.js';
import { type StreamPlace, StreamReader, type StreamEvent } from './stream.reader.js';
import { ChangesPoll } from './changes-poll.js';

const BATCH = 200;
const PLACE = /^(\d{1,19})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([01])$/;

/** The live stream: what is committed from now on, or since Last-Event-ID, on whatever replica one is. */
@Controller('transfers/stream')
@ApiTags('history')
@Allow('read')
export class StreamController {
  /** A comment with the place goes out at least this often, so that proxies keep the line open and a dead one is noticed. */
  keepAliveMs = 15_000;
  /** A client that reads nothing for so long is dropped; it can resume where it was. */
  slowMs = 10_000;

  constructor(
    private readonly reader: StreamReader,
    private readonly changes: ChangesPoll,
    private readonly config: Config,
    private readonly longAnswers: LongAnswers,
  ) {}

  @Get()
  @ApiRoute({
    summary: 'Transfers as they are committed, as server-sent events.',
    description:
      '`transfer` once for each, `story` with the whole transfer again whenever its story changed. `Last-Event-ID` resumes both without a gap.',
    answer: 'text/event-stream',
  })
  @ApiHeader({ name: 'Last-Event-ID', description: 'The id of the last event taken.', required: false })
  async streamTransfers(
    @Query() query: FilterQuery,
    @CallerVisibility() visibility: Visibility,
    @Req() req: Request,
    @Res() res: Response,
  ): Promise<void> {
    const filter = toFilter(query, this.config.timeZone, visibility);
    const start = readPlace(req.get('last-event-id')) ?? (await this.reader.now());
    const gone = await this.longAnswers.begin('stream', req, res);
    res.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    });
    const leave = this.changes.listen();
    try {
      await this.follow(start, filter, res, gone);
    } catch {
      // The line broke or the database did: the client comes again with its last id.
      res.destroy();
    } finally {
      leave();
    }
  }

  private async follow(start: StreamPlace, filter: Filter, res: Response, gone: AbortSignal): Promise<void> {
    // Clients remember an id that comes without data, so that they can resume even before their first event.
    await this.write(res, `retry: 2000\nid: ${writePlace(start)}\n\n`, gone);
    for (let place = start; !gone.aborted;) {
      const { count } = this.changes;
      const read = await this.reader.after(place, filter, BATCH);
      place = read.place;
      if (read.events.length > 0) await this.write(res, read.events.map(toText).join(''), gone);
      if (read.events.length === BATCH) continue;
      const since = Date.now();
      await this.changes.after(count, this.keepAliveMs, gone);
      if (Date.now() - since >= this.keepAliveMs)
        await this.write(res, `: still here\nid: ${writePlace(place)}\n\n`, gone);
    }
  }

  /** Resolves when the client has taken enough for more. @throws when it takes nothing for too long, or goes away. */
  private async write(res: Response, text: string, gone: AbortSignal): Promise<void> {
    if (gone.aborted || res.write(text)) return;
    const tooSlow = setTimeout(() => res.destroy(), this.slowMs);
    await once(res, 'drain', { signal: gone }).finally(() => clearTimeout(tooSlow));
  }
}

const toText = ({ event, place, transfer }: StreamEvent) =>
  `event: ${event}\nid: ${writePlace(place)}\ndata: ${JSON.stringify(transfer)}\n\n`;

const writePlace = ({ transaction, id, step }: StreamPlace) => `${transaction}.${id}.${step}`;

function readPlace(text: string | undefined): StreamPlace | null {
  if (!text) return null;
  const [, transaction, id, step] = PLACE.exec(text) ?? [];
  if (!transaction)
    throw new Problem(
      400,
      'Last-Event-ID is not the id of an event of this stream; leave it out to start now.',
    );
  return { transaction, id: id!, step: step === '1' ? 1 : 0 };
}
