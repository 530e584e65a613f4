import { Injectable } from '@nestjs/common';
import { rowsByDriver } from '../database/connections.js';
import { Database } from '../database/database.js';
import { writeStatement } from './sql/write-statement.js';
import type { BatchEntry, EntryResult } from './entry.js';

/** After so many rows since the start, the planner gets to know the tables. */
const ANALYZE_AFTER = [100, 1_000, 10_000];

/**
 * The write side of transfers and recorded events: one statement, one commit, for a whole batch.
 *
 * Guarantees: when `write` resolves, everything in the batch is committed with its members; when it rejects, nothing of
 * it is, unless the connection broke over the commit. No two entries of a batch may be the same event (group-commit.ts
 * merges them). Known rows are locked, and new ones inserted, in the order of database/row-lock-order.ts.
 */
@Injectable()
export class EventStore {
  private written = 0;
  private readonly analyzeAfter = [...ANALYZE_AFTER];

  constructor(private readonly database: Database) {}

  /** Answers in the order of `batch`. */
  async write(batch: BatchEntry[]): Promise<EntryResult[]> {
    const rows = await rowsByDriver<EntryResult & { n: number }>(
      this.database.writing,
      writeStatement(batch),
    );
    const answers: EntryResult[] = Array.from(batch, () => ({ status: 'conflict', id: '' }));
    // Its own id: a commit whose answer was lost, written again.
    for (const { n, status, id } of rows)
      answers[n] = { status: id === idOf(batch[n]!) ? 'stored' : status, id };
    this.analyzeNewTables(batch.length);
    return answers;
  }

  /**
   * PostgreSQL looks at a new table only after a minute. Until then one index is as good as another to it, and it may
   * read all of a PBX's rows to find one: a hundred times slower at a thousand events a second.
   */
  private analyzeNewTables(rows: number) {
    this.written += rows;
    if (this.written < (this.analyzeAfter[0] ?? Infinity)) return;
    this.analyzeAfter.shift();
    void this.database.prisma.$executeRaw`ANALYZE transfers, members, recorded_events, call_parties`.catch(
      () => {},
    );
  }
}

const idOf = (entry: BatchEntry) => (entry.what === 'transfer' ? entry.transfer.id : entry.id);
