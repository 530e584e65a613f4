import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Prisma } from '../database/generated/client.js';

/** The kinds of data with a time of retention. Each is found by the index on its time, except raw bytes. */
export const KINDS = ['transfers', 'raw', 'events', 'quarantine'] as const;
export type Kind = (typeof KINDS)[number];

/** Small enough that no writer waits long for it. */
const BATCH = 5_000;

/** The oldest BATCH from before that time. */
const SOME: Record<Exclude<Kind, 'events'>, (before: Date) => Prisma.Sql> = {
  transfers: (before) => Prisma.sql`DELETE FROM transfers WHERE (sn, id) IN (
    SELECT sn, id FROM transfers WHERE received_at < ${before} ORDER BY received_at LIMIT ${BATCH})`,
  raw: (before) => Prisma.sql`UPDATE transfers SET raw = NULL WHERE (sn, id) IN (
    SELECT sn, id FROM transfers WHERE received_at < ${before} AND raw IS NOT NULL ORDER BY received_at LIMIT ${BATCH})`,
  quarantine: (before) => Prisma.sql`DELETE FROM quarantined_bodies WHERE (sn, id) IN (
    SELECT sn, id FROM quarantined_bodies WHERE first_at < ${before} ORDER BY first_at LIMIT ${BATCH})`,
};

@Injectable()
export class RetentionStore {
  constructor(private readonly database: Database) {}

  /** How many there are from before that time. */
  async count(kind: Kind, before: Date): Promise<number> {
    const { transfer, recordedEvent, quarantinedBody } = this.database.prisma;
    switch (kind) {
      case 'transfers':
        return transfer.count({ where: { receivedAt: { lt: before } } });
      case 'raw':
        return transfer.count({ where: { receivedAt: { lt: before }, raw: { not: null } } });
      case 'events':
        return recordedEvent.count({ where: { receivedAt: { lt: before } } });
      case 'quarantine':
        return quarantinedBody.count({ where: { firstAt: { lt: before } } });
    }
  }

  /** Deletes them (of `raw` only the bytes) in small transactions. Returns how many. Not for events. */
  async drop(kind: Exclude<Kind, 'events'>, before: Date): Promise<number> {
    for (let dropped = 0; ;) {
      const some = await this.database.prisma.$executeRaw(SOME[kind](before));
      dropped += some;
      if (some < BATCH) return dropped;
    }
  }
}
