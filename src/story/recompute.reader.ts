import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { CallKey } from './computed-story.js';

/** Where a walk over the transfers stands. */
export interface Place {
  receivedAt: Date;
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
    const start = after?.receivedAt ?? from;
    return this.database.prisma.transfer.findMany({
      select: { sn: true, callid: true, frozen: true, id: true, receivedAt: true },
      where: {
        reported: true,
        receivedAt: { gte: start ?? undefined, lt: to ?? undefined },
        ...(after && { NOT: { receivedAt: after.receivedAt, id: { lte: after.id } } }),
      },
      orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
      take: limit,
    });
  }
}
