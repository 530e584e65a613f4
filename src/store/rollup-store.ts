import { Injectable } from '@nestjs/common';
import { EVERYTHING } from '../sight.js';
import type { PoolClient } from 'pg';
import { Database } from './database.js';
import { Prisma } from './generated/client.js';
import { CATEGORIES, COUNTED, factsOf } from './report-facts.js';

/** What days are rolled up by: the quarters of the day, and every category but those with a value per transfer. */
export const ROLLED = [
  'ext',
  'target',
  'pair',
  'trunk',
  'direction',
  'kind',
  'outcome',
  'chain',
  'route',
] as const;

const DAY = 86_400_000;

/**
 * Whole days of UTC, counted once and kept.
 *
 * Guarantees, which rolled.reader.ts rests on: what is kept of a day is what its rows are, but for changes by
 * transactions from `horizon` on; those are found by `tx` and `told_tx` of the rows, which every transaction writes
 * and no commit order can hide, since `horizon` is a transaction id below which none was running. What is deleted takes
 * its days along (a trigger of the migration).
 */
@Injectable()
export class RollupStore {
  constructor(private readonly database: Database) {}

  /** Rolls up days that are over and not kept, or no longer right; at most so many. True: there may be more. */
  async roll(most: number, now = new Date()): Promise<boolean> {
    const today = new Date(Math.floor(now.getTime() / DAY) * DAY);
    await this.alone(async (client) => {
      const { rows } = await client.query<{ tx: string }>(HORIZON);
      const { text, values } = forgetChanged(rows[0]!.tx);
      await client.query(text, values);
      await client.query(ADVANCE);
    });
    for (let n = 0; n < most; n += 1) {
      const found = await this.alone(async (client) => {
        const { rows } = await client.query<{ day: Date | null }>(NEXT, [today]);
        const day = rows[0]?.day ?? null; // null: nothing has come yet
        if (day) await fill(client, day);
        return day !== null;
      });
      if (!found) return false;
    }
    return true;
  }

  /** From which transaction on changes are not in what is kept. Ask before what is read beside it. */
  async horizon(): Promise<string> {
    return (await this.database.pool.query<{ tx: string }>(HORIZON)).rows[0]!.tx;
  }

  /** Forgets everything, so that it is counted afresh. */
  async reset(): Promise<void> {
    await this.alone((client) => client.query(forget(Prisma.sql`true`).text));
  }

  /** One at a time among all replicas, and against deletions; the lock comes before the snapshot. */
  private async alone<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    const client = await this.database.pool.connect();
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      await client.query('LOCK TABLE report_horizon IN EXCLUSIVE MODE');
      const result = await work(client);
      await client.query('COMMIT');
      client.release();
      return result;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }
}

/**
 * The days with rows that transactions from the horizon on have written: their own, and those of the same calls. The
 * horizon is a value, so that the planner sees how few they are; an older one than the kept is safe, and names more days.
 */
export const changedDays = (horizon: string) => Prisma.sql`
  SELECT DISTINCT (o.received_at AT TIME ZONE 'UTC')::date AS day
  FROM (SELECT sn, callid FROM transfers WHERE tx >= ${horizon}::xid8
    UNION SELECT sn, callid FROM transfers WHERE told_tx >= ${horizon}::xid8) c
  CROSS JOIN LATERAL (SELECT received_at FROM transfers WHERE callid = c.callid AND sn = c.sn OFFSET 0) o`;

// A horizon in the future is another server's: a database that was moved. Nothing that is kept can be trusted then.
const forgetChanged = (horizon: string) =>
  forget(
    Prisma.sql`day IN (${changedDays(horizon)}) OR ${horizon}::xid8 > pg_snapshot_xmax(pg_current_snapshot())`,
  );

const HORIZON = 'SELECT tx::text FROM report_horizon';
const ADVANCE = `UPDATE report_horizon SET tx = pg_snapshot_xmin(pg_current_snapshot())`;

// The last day that is over, has rows, and is not kept: what people look at first. Steps over stretches without rows by
// the index (received_at, id).
const NEXT = `
WITH RECURSIVE days AS (
  SELECT (max(received_at) AT TIME ZONE 'UTC')::date AS day FROM transfers WHERE received_at < $1
  UNION ALL
  SELECT (SELECT (max(t.received_at) AT TIME ZONE 'UTC')::date FROM transfers t
    WHERE t.received_at < d.day::timestamp AT TIME ZONE 'UTC')
  FROM days d WHERE d.day IN (SELECT day FROM report_days)
)
SELECT day::timestamp AT TIME ZONE 'UTC' AS day FROM days WHERE day NOT IN (SELECT day FROM report_days)`;

async function fill(client: PoolClient, day: Date): Promise<void> {
  const facts = factsOf({
    from: day,
    to: new Date(day.getTime() + DAY),
    role: 'any',
    reported: true,
    tz: 'UTC',
    sight: EVERYTHING,
  });
  const date = Prisma.sql`(${day}::timestamptz AT TIME ZONE 'UTC')::date`;
  const parts = [
    part('time', Prisma.sql`date_bin('15 minutes', f.at, 'epoch')`, []),
    ...ROLLED.map((by) => part(by, Prisma.sql`${day}::timestamptz`, Object.values(CATEGORIES[by]))),
  ];
  const { text, values } = Prisma.sql`
    WITH f AS MATERIALIZED (${facts}), kept AS (INSERT INTO report_days (day) VALUES (${date}))
    INSERT INTO report_rollups
    SELECT ${date}, p."by", row_number() OVER (PARTITION BY p.sn, p."by"), p.sn, p.at, p.key, p.transfers,
      p.answered, p.unanswered, p.returned, p.failed, p.abandoned, p.unknown, p.certain, p.inferred, p.unattributed,
      p.alone, p.chained, p.waits
    FROM (${Prisma.join(parts, ' UNION ALL ')}) p`;
  await client.query(text, values);
}

function part(by: string, at: Prisma.Sql, keys: Prisma.Sql[]): Prisma.Sql {
  const key =
    keys.length === 0 ? Prisma.sql`'[]'::jsonb` : Prisma.sql`jsonb_build_array(${Prisma.join(keys)})`;
  return Prisma.sql`SELECT ${by}::text AS "by", f.sn, ${at} AS at, ${key} AS key, ${COUNTED}, ${GATHERED}
    FROM f GROUP BY f.sn, 3, 4`;
}

/** What cannot be added up is kept whole: which calls were handed on more than once, and every wait. */
const GATHERED = Prisma.sql`count(*) FILTER (WHERE f.alone)::int AS alone,
  array_agg(DISTINCT f.callid) FILTER (WHERE NOT f.alone) AS chained,
  array_agg(f.wait ORDER BY f.wait) FILTER (WHERE f.wait IS NOT NULL) AS waits`;

function forget(which: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`WITH forgotten AS (DELETE FROM report_days WHERE ${which} RETURNING day)
    DELETE FROM report_rollups r USING forgotten f WHERE r.day = f.day`;
}
