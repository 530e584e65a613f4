import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

/** What has a time of its own, and how to find what is older. Each is served by an index on that time, but for raw bytes. */
const KINDS = {
  transfers: { table: 'transfers', time: 'received_at', more: '' },
  raw: { table: 'transfers', time: 'received_at', more: 'AND raw IS NOT NULL' },
  events: { table: 'recorded_events', time: 'received_at', more: '' },
  quarantine: { table: 'quarantined_bodies', time: 'first_at', more: '' },
} as const;
export type Kind = keyof typeof KINDS;
export const KIND_NAMES = Object.keys(KINDS) as Kind[];

/** Small enough that no writer waits long for it. */
const BATCH = 5_000;

@Injectable()
export class RetentionStore {
  constructor(private readonly database: Database) {}

  /** How many there are from before that time. */
  async count(kind: Kind, before: Date): Promise<number> {
    const { table, time, more } = KINDS[kind];
    const { rows } = await this.database.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${table} WHERE ${time} < $1 ${more}`,
      [before],
    );
    return rows[0]!.count;
  }

  /** Lets them go, in small transactions; of `raw`, the bytes alone. Events go with the stories' purge. Returns how many. */
  async drop(kind: Exclude<Kind, 'events'>, before: Date): Promise<number> {
    const { table, time, more } = KINDS[kind];
    const what = kind === 'raw' ? `UPDATE ${table} SET raw = NULL` : `DELETE FROM ${table}`;
    const statement = `${what} WHERE (sn, id) IN (SELECT sn, id FROM ${table} WHERE ${time} < $1 ${more} ORDER BY ${time} LIMIT ${BATCH})`;
    for (let dropped = 0; ;) {
      const { rowCount } = await this.database.pool.query(statement, [before]);
      dropped += rowCount ?? 0;
      if ((rowCount ?? 0) < BATCH) return dropped;
    }
  }
}
