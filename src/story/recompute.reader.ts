import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { CallKey } from './story.store.js';

/** Where a walk over the transfers stands; times to the microsecond stay text. */
export interface Place {
  receivedAt: string;
  id: string;
}

export interface Recomputed extends CallKey, Place {
  frozen: boolean;
}

/** The transfers of a period from the oldest on, a page at a time. */
@Injectable()
export class RecomputeReader {
  constructor(private readonly database: Database) {}

  /** Served by the index (received_at, id). */
  async page(
    { from, to }: { from: Date | null; to: Date | null },
    after: Place | null,
    limit: number,
  ): Promise<Recomputed[]> {
    const { rows } = await this.database.pool.query<Recomputed>(
      `SELECT sn, callid, frozen, id, received_at::text AS "receivedAt" FROM transfers
       WHERE reported AND received_at >= coalesce($1, '-infinity'::timestamptz) AND received_at < coalesce($2, 'infinity'::timestamptz)
         AND (received_at, id) > (coalesce($3::timestamptz, '-infinity'), coalesce($4::uuid, '00000000-0000-0000-0000-000000000000'))
       ORDER BY received_at, id LIMIT $5`,
      [from, to, after?.receivedAt, after?.id, limit],
    );
    return rows;
  }
}
