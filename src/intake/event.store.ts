import { Injectable } from '@nestjs/common';
import type { PoolClient, QueryConfig } from 'pg';
import type { CallEvent } from '../transfer/event.js';
import type { Transfer } from '../transfer/transfer.js';
import { Database } from '../database/database.js';
import { databaseFailure } from '../database/database-error.js';
import { values, WRITE } from './sql/write-statement.js';

/** A transfer event to be kept. */
export interface TransferWrite {
  what: 'transfer';
  transfer: Transfer;
  /** What makes two events the same (transfer/identity.ts), in hexadecimal. */
  identity: string;
  /** True: a re-send is recognised for ever. False: within ten minutes of the last delivery. */
  forever: boolean;
  /** How often it came; above 1 where the same event stood several times in one batch. */
  deliveries: number;
  raw: Buffer;
}

/** An event that helps to tell a story. The same bytes within ten minutes of their last delivery count once. */
export interface EventWrite {
  what: 'event';
  id: string;
  event: CallEvent;
  receivedAt: Date;
  /** SHA-256 of its bytes, in hexadecimal. */
  digest: string;
  raw: Buffer;
}

export type Write = TransferWrite | EventWrite;

/** `id` is the first one's for a duplicate. `conflict`: another writer is committing the same event just now; write again. */
export interface Written {
  status: 'stored' | 'duplicate' | 'conflict';
  id: string;
}

/** A batch that takes longer has lost its senders. */
const STATEMENT_MS = 4_000;

/** After so many rows since the start, the planner gets to know the tables. */
const ANALYZE_AFTER = [100, 1_000, 10_000];

/**
 * The write side of transfers and recorded events: one statement, one commit, for a whole batch.
 *
 * Guarantees: when `write` resolves, everything in the batch is committed with its members; when it rejects, nothing of
 * it is, unless the connection broke over the commit. No two entries of a batch may be the same event (group-commit.ts
 * merges them). Known rows are locked, and new ones inserted, in key order, so that programs which write the same events
 * wait for each other instead of locking up.
 */
@Injectable()
export class TransferStore {
  /** Connections of the pool that writing holds on to: readers who take all others cannot keep the events out. */
  private kept: PoolClient[] = [];
  private closed = false;
  private written = 0;
  private readonly analyzeAfter = [...ANALYZE_AFTER];

  constructor(private readonly database: Database) {}

  /** Answers in the order of `batch`. */
  async write(batch: Write[]): Promise<Written[]> {
    const { rows } = await this.query({
      name: 'write',
      text: WRITE,
      values: values(batch),
      query_timeout: STATEMENT_MS + 500, // when not even the server's own time-out is heard of
    });
    const answers: Written[] = Array.from(batch, () => ({ status: 'conflict', id: '' }));
    // Its own id: a commit whose answer was lost, written again.
    for (const { n, status, id } of rows)
      answers[n] = { status: id === idOf(batch[n]!) ? 'stored' : status, id };
    this.analyzeNewTables(batch.length);
    return answers;
  }

  /** From here on no connection is kept back, so that the pool can end. */
  close() {
    this.closed = true;
    for (const client of this.kept.splice(0)) client.release(true);
  }

  /**
   * PostgreSQL looks at a new table only after a minute. Until then one index is as good as another to it, and it may
   * read all of a PBX's rows to find one: a hundred times slower at a thousand events a second.
   */
  private analyzeNewTables(rows: number) {
    this.written += rows;
    if (this.written < (this.analyzeAfter[0] ?? Infinity)) return;
    this.analyzeAfter.shift();
    void this.database.pool
      .query('ANALYZE transfers, members, recorded_events, call_parties')
      .catch(() => {});
  }

  private async query(statement: QueryConfig & { query_timeout: number }) {
    const client = this.kept.pop() ?? (await this.connect());
    try {
      const result = await client.query<Written & { n: number }>(statement);
      this.keep(client);
      return result;
    } catch (error) {
      if (databaseFailure(error) === 'away') client.release(true);
      else this.keep(client);
      throw error;
    }
  }

  private keep(client: PoolClient) {
    if (this.closed) client.release(true);
    else this.kept.push(client);
  }

  private async connect(): Promise<PoolClient> {
    const client = await this.database.pool.connect();
    try {
      await client.query(`SET statement_timeout = ${STATEMENT_MS}`);
      return client;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }
}

const idOf = (entry: Write) => (entry.what === 'transfer' ? entry.transfer.id : entry.id);
