import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Prisma } from '../database/generated/client.js';
import { CALL_SPAN } from '../filter/sql/call-span.js';
import { freezeTransfers, newSince, type Progress, PROGRESS } from './sql/changes.js';
import { writeStories } from './sql/write-stories.js';
import type { CallKey, ComputedStory } from './computed-story.js';
import type { Reach } from './engine/evidence/related.js';

/** Calls whose stories must be computed again, and the moment of the database at which those were all. */
export interface Changes {
  calls: CallKey[];
  /** Calls of which a record came that is not their only one: they can show a transfer that no event reports. */
  recorded: CallKey[];
  snapshot: string;
}

/**
 * Its holder is the only one, of all programs on this database, to compute stories or to purge their evidence, until the
 * connection that took it ends.
 */
export class StoryLock {
  held = true;

  /** @throws where the connection has ended: another program may hold the lock by now. */
  check(): void {
    if (!this.held) throw new Error('The connection that held the story lock is gone.');
  }
}

/** The key of PostgreSQL's advisory lock. */
const STORY_LOCK = 0x73746f72;

/**
 * Where stories are written, by one program at a time, so that a story computed from less evidence never overwrites one
 * computed from more.
 */
@Injectable()
export class StoryStore {
  constructor(private readonly database: Database) {}

  /**
   * Does the work while it holds the story lock, waiting for it if asked to; else null where another program has it. The
   * lock is one of the session, not of a transaction: that would hold on to the tables it has read, and an ALTER TABLE,
   * with all that queue behind it, would wait for a lock holder that itself queues there with another connection. Prisma
   * keeps no session, so that the lock is taken by the driver.
   */
  async withLock<T>(work: (lock: StoryLock) => Promise<T>, options: { wait: boolean }): Promise<T | null> {
    const client = await this.database.pool.connect();
    const lock = new StoryLock();
    const lose = () => (lock.held = false);
    client.once('end', lose);
    try {
      const take = options.wait ? 'pg_advisory_lock' : 'pg_try_advisory_lock';
      const { rows } = await client.query<{ taken: unknown }>(`SELECT ${take}($1) AS taken`, [STORY_LOCK]);
      const taken = rows[0]!.taken !== false;
      const result = taken ? await work(lock) : null;
      if (taken) await client.query('SELECT pg_advisory_unlock($1)', [STORY_LOCK]);
      client.release();
      return result;
    } catch (error) {
      client.release(true);
      throw error;
    } finally {
      client.off('end', lose);
    }
  }

  /**
   * The calls with transfers on which something bears that was committed since `seen`; null where nothing was. Served by
   * the indexes (created_tx), (callid, sn) and those of call_parties.
   */
  async changesSince(lock: StoryLock, reach: Reach): Promise<Changes | null> {
    lock.check();
    const { prisma } = this.database;
    const [progress] = await prisma.$queryRaw<Progress[]>(PROGRESS);
    // Not planned once: a plan made for other transaction ids may be a bad one.
    const [found] = await prisma.$queryRaw<(Changes & { any: boolean })[]>(newSince(progress!, reach));
    const { any, ...changes } = found!;
    return any ? changes : null;
  }

  /** The stories hold all that this snapshot sees. */
  async markSeen(lock: StoryLock, snapshot: string): Promise<void> {
    lock.check();
    await this.database.prisma.$executeRaw`
      INSERT INTO story_progress (seen) VALUES (${snapshot}::text::pg_snapshot) ON CONFLICT (sn) DO UPDATE SET seen = excluded.seen`;
  }

  /** Writes the stories that changed, in one statement, and returns how many did; a frozen one stays as it is. */
  async write(lock: StoryLock, stories: ComputedStory[]): Promise<number> {
    lock.check();
    if (stories.length === 0) return 0;
    return this.database.prisma.$executeRaw(writeStories(stories));
  }

  /**
   * Deletes up to `limit` of the events received before `cutoff`, and freezes the transfers on which they bear: what is
   * known of them stays. Only what the stories hold can go. Returns how many went. Served by the index (received_at).
   */
  async purge(lock: StoryLock, cutoff: Date, reach: Reach, limit: number): Promise<number> {
    lock.check();
    const { prisma } = this.database;
    const rows = await prisma.$queryRaw<{ id: string; sn: string; callid: string }[]>`
      SELECT sn, id, callid FROM recorded_events
      WHERE received_at < ${cutoff} AND (created_tx IS NULL OR pg_visible_in_snapshot(created_tx, (SELECT seen FROM story_progress)))
      ORDER BY received_at LIMIT ${limit}`;
    if (rows.length === 0) return 0;
    const purged = Prisma.sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS o(sn text, id uuid, callid text)`;
    await prisma.$transaction([
      prisma.$executeRaw(freezeTransfers(purged, cutoff, reach)),
      prisma.$executeRaw`DELETE FROM recorded_events e USING ${purged} WHERE e.sn = o.sn AND e.id = o.id`,
      // Of calls of which nothing is left.
      prisma.$executeRaw`
        DELETE FROM call_parties p USING (SELECT DISTINCT sn, callid FROM ${purged}) c
        WHERE p.sn = c.sn AND p.callid = c.callid AND p.at < ${cutoff}::timestamptz + ${CALL_SPAN}
          AND NOT EXISTS (SELECT FROM recorded_events e WHERE e.sn = c.sn AND e.callid = c.callid)`,
    ]);
    return rows.length;
  }
}
