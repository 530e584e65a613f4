import { Injectable } from '@nestjs/common';
import type { Filter } from '../filter.js';
import type { Sight } from '../sight.js';
import { Database } from '../store/database.js';
import { Prisma } from '../store/generated/client.js';
import { type Stretch, stretchOf } from '../store/candidates.js';
import { isReported, matching, seen } from '../store/matching.js';
import { StaleReads } from '../store/stale-reads.js';
import { type Row, toView, type TransferView, VIEW } from './transfer-view.js';

/**
 * How many rows an export has in hand at a time. Some 90 KB of text: what is larger than 128 KB waits for V8's rare great
 * collection, and an export of a million rows held 110 MB more at 500 rows a time.
 */
const STRETCH = 200;

@Injectable()
export class TransferReader {
  constructor(
    private readonly database: Database,
    private readonly staleReads: StaleReads,
  ) {}

  /** The rows of one stretch; stretchOf says which index serves what. */
  async page(filter: Filter, stretch: Stretch): Promise<TransferView[]> {
    const rows = await this.staleReads.query<Row>(stretchOf(VIEW, filter, stretch));
    return rows.map((row) => toView(row, filter.sight));
  }

  /** All that match, in order, a stretch at a time: each row that stood at the start exactly once. */
  async *all(filter: Filter, order: Stretch['order']): AsyncGenerator<TransferView[], void> {
    const read = (after: Stretch['after']) => this.page(filter, { order, after, limit: STRETCH });
    let next: Promise<TransferView[]> | null = read(null);
    while (next) {
      const rows: TransferView[] = await next;
      // Read while the one before is on its way; whoever stops here hears no more of it.
      next = rows.length === STRETCH ? read(positionOf(rows.at(-1)!)) : null;
      next?.catch(() => {});
      if (rows.length > 0) yield rows;
    }
  }

  /** Of every PBX, in the order they were received. Served by the index (callid, sn). */
  async ofCall(callid: string, reported: boolean | null, sight: Sight): Promise<TransferView[]> {
    const conditions = Prisma.join(
      [Prisma.sql`t.callid = ${callid}`, ...isReported(reported), ...seen(sight)],
      ' AND ',
    );
    return this.rows(
      Prisma.sql`SELECT ${VIEW} FROM transfers t WHERE ${conditions} ORDER BY t.received_at, t.id`,
      sight,
    );
  }

  async count(filter: Filter): Promise<number> {
    const [row] = await this.staleReads.query<{ total: number }>(
      Prisma.sql`SELECT count(*)::int AS total FROM transfers t WHERE ${matching(filter)}`,
    );
    return row!.total;
  }

  /** Served by the index (id). */
  async one(id: string, sight: Sight): Promise<TransferView | null> {
    const conditions = Prisma.join([Prisma.sql`t.id = ${id}::uuid`, ...seen(sight)], ' AND ');
    const [row] = await this.rows(Prisma.sql`SELECT ${VIEW} FROM transfers t WHERE ${conditions}`, sight);
    return row ?? null;
  }

  // Not through Prisma: its way of handing over rows costs more than the query.
  private async rows({ text, values }: Prisma.Sql, sight: Sight): Promise<TransferView[]> {
    const { rows } = await this.database.pool.query<Row>(text, values);
    return rows.map((row) => toView(row, sight));
  }
}

export const positionOf = ({ receivedAt, id }: TransferView) => ({ receivedAt: new Date(receivedAt), id });
