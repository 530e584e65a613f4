import { Injectable } from '@nestjs/common';
import type { Filter } from '../../filter/filter.js';
import { Database } from '../../database/database.js';
import { Prisma } from '../../database/generated/client.js';
import { matching } from '../../filter/sql/where.js';
import type { TransferView } from '../transfer-view.js';
import { type Row, toView, columnsFor } from '../transfer.reader.js';

/**
 * A place in the order in which the stream tells what happened: by transaction, within it by transfer, and of one
 * transfer its coming (0) before its story (1).
 */
export interface StreamPlace {
  transaction: string;
  id: string;
  step: 0 | 1;
}

export interface StreamEvent {
  event: 'transfer' | 'story';
  place: StreamPlace;
  transfer: TransferView;
}

type StreamRow = Row & { horizon: string; transaction: string | null; step: 0 | 1 };

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';
const EVENTS = ['transfer', 'story'] as const;

/**
 * What was committed after a place, none missed and none twice, however commits overtake each other: ids and times are
 * taken before a commit and seen after it, so a reader that goes on from the last one it read would pass over a slower
 * one. This one reads only below the horizon: every transaction there has ended, so nothing can appear behind a place.
 * A transaction that stays open, anywhere in the server, holds the stream back until it ends, and loses nothing.
 */
@Injectable()
export class StreamReader {
  constructor(private readonly database: Database) {}

  /** The place from which a new listener gets everything that is committed from now on. */
  async now(): Promise<StreamPlace> {
    const [row] = await this.database.prisma.$queryRaw<
      { horizon: string }[]
    >`SELECT ${HORIZON}::text AS horizon`;
    return { transaction: row!.horizon, id: BEFORE_ALL, step: 1 };
  }

  /** At most `limit` of them in order, and the place up to which that is all. Served by the indexes (created_tx, id) and (changed_tx, id). */
  async after(
    place: StreamPlace,
    filter: Filter,
    limit: number,
  ): Promise<{ events: StreamEvent[]; place: StreamPlace }> {
    const matches = matching(filter);
    const from = Prisma.sql`(${place.transaction}::xid8, ${place.id}::uuid)`;
    // The horizon and the rows are of one statement and so of one snapshot.
    const rows = await this.database.prisma.$queryRaw<StreamRow[]>`
      SELECT h.horizon::text AS horizon, e.at::text AS transaction, e.step, v.* FROM (SELECT ${HORIZON} AS horizon) h
      LEFT JOIN LATERAL (
        (SELECT t.sn, t.id, t.created_tx AS at, 0 AS step FROM transfers t
          WHERE (t.created_tx, t.id) > ${from} AND t.created_tx < ${HORIZON} AND ${matches}
          ORDER BY t.created_tx, t.id LIMIT ${limit})
        UNION ALL
        (SELECT t.sn, t.id, t.changed_tx, 1 FROM transfers t
          WHERE (t.changed_tx, t.id) ${place.step === 0 ? Prisma.sql`>=` : Prisma.sql`>`} ${from}
            AND t.changed_tx < ${HORIZON} AND ${matches}
          ORDER BY t.changed_tx, t.id LIMIT ${limit})
        ORDER BY at, id, step LIMIT ${limit}) e ON true
      LEFT JOIN LATERAL (SELECT ${columnsFor(filter.visibility)} FROM transfers t WHERE t.sn = e.sn AND t.id = e.id) v ON true
      ORDER BY e.at, e.id, e.step`;
    const events = rows
      .filter((row) => row.transaction !== null)
      .map((row) => ({
        event: EVENTS[row.step],
        place: { transaction: row.transaction!, id: row.id, step: row.step },
        transfer: toView(row, filter.visibility),
      }));
    // The horizon never goes back, but a place can be ahead of it: one from another server.
    const horizon = { transaction: rows[0]!.horizon, id: BEFORE_ALL, step: 1 as const };
    return { events, place: events.length === limit ? events.at(-1)!.place : horizon };
  }

  /** Whether anything was committed from `since` on, and the horizon up to which that was looked at. */
  async changesSince(since: string | null): Promise<{ horizon: string; any: boolean }> {
    const [row] = await this.database.prisma.$queryRaw<{ horizon: string; any: boolean }[]>`
      SELECT ${HORIZON}::text AS horizon, ${since}::text IS NULL
        OR EXISTS (SELECT FROM transfers WHERE created_tx >= ${since}::text::xid8 AND created_tx < ${HORIZON})
        OR EXISTS (SELECT FROM transfers WHERE changed_tx >= ${since}::text::xid8 AND changed_tx < ${HORIZON}) AS any`;
    return row!;
  }
}

/** The first transaction that may still be running: all before it have ended. */
const HORIZON = Prisma.sql`pg_snapshot_xmin(pg_current_snapshot())`;
