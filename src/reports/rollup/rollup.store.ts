import { Injectable } from '@nestjs/common';
import { EVERYTHING } from '../../transfer/visibility.js';
import { Database } from '../../database/database.js';
import { Prisma } from '../../database/generated/client.js';
import { isTime } from '../dimensions/dimension.js';
import { DIMENSIONS } from '../dimensions/dimensions.js';
import { SUMMABLE } from '../figures.js';
import { COUNTED, factsOf, jsonOf } from '../sql/facts.js';

const DAY = 86_400_000;
/** Blocks of so many days are put together from those of a quarter of it. */
const LARGER = [16, 4];
export const LARGEST = 16;

/**
 * Whole days of UTC, counted once and kept; then four days together, and sixteen.
 *
 * Guarantees, on which rollup.reader.ts rests: what is kept of a block is what its rows are, but for changes by
 * transactions from `horizon` on; those are found by `created_tx` and `changed_tx` of the rows, which every transaction writes
 * and no commit order can hide, since `horizon` is a transaction id below which none was running. What is deleted takes
 * its blocks along (a trigger of the migration).
 */
@Injectable()
export class RollupStore {
  constructor(private readonly database: Database) {}

  /** Rolls up what is over and not kept, or no longer right; at most so many blocks. True: there may be more. */
  async roll(most: number, now = new Date()): Promise<boolean> {
    const today = new Date(Math.floor(now.getTime() / DAY) * DAY);
    await this.alone(async (tx) => {
      await tx.$executeRaw(forgetChanged(await horizonOf(tx)));
      await tx.$executeRaw`UPDATE report_horizon SET tx = pg_snapshot_xmin(pg_current_snapshot())`;
    });
    for (let n = 0; n < most; n += 1) {
      const found = await this.alone(async (tx) => (await merge(tx, today)) || fill(tx, today));
      if (!found) return false;
    }
    return true;
  }

  /** Forgets everything, so that it is counted afresh. Returns of how many blocks. */
  async reset(): Promise<number> {
    return this.alone(async (tx) => {
      await tx.reportRollup.deleteMany();
      return (await tx.reportBlock.deleteMany()).count;
    });
  }

  /** One at a time among all replicas, and against deletions; the lock comes before the snapshot. */
  private async alone<Result>(work: (tx: Prisma.TransactionClient) => Promise<Result>): Promise<Result> {
    return this.database.prisma.$transaction(
      async (tx) => {
        await tx.$executeRaw`LOCK TABLE report_horizon IN EXCLUSIVE MODE`;
        return work(tx);
      },
      { isolationLevel: 'RepeatableRead' },
    );
  }
}

/**
 * The days with rows that transactions from the horizon on have written: their own, and those of the same calls. The
 * horizon is a value, so that the planner sees how few they are; an older one than the kept is safe, and names more days.
 */
export const changedDays = (horizon: string) => Prisma.sql`
  SELECT DISTINCT (o.received_at AT TIME ZONE 'UTC')::date AS day
  FROM (SELECT sn, callid FROM transfers WHERE created_tx >= ${horizon}::xid8
    UNION SELECT sn, callid FROM transfers WHERE changed_tx >= ${horizon}::xid8) c
  CROSS JOIN LATERAL (SELECT received_at FROM transfers WHERE callid = c.callid AND sn = c.sn OFFSET 0) o`;

// A horizon in the future is another server's, where the database was moved. Nothing that is kept can be trusted then.
const forgetChanged = (horizon: string) =>
  forget(
    Prisma.sql`EXISTS (SELECT FROM (${changedDays(horizon)}) c WHERE c.day >= b.day AND c.day < b.day + b.days)
      OR ${horizon}::xid8 > pg_snapshot_xmax(pg_current_snapshot())`,
  );

/** From which transaction on changes are not in what is kept. Ask the same server, and before what is read beside it. */
export async function horizonOf(client: Prisma.TransactionClient): Promise<string> {
  const [row] = await client.$queryRaw<{ tx: string }[]>`SELECT tx::text FROM report_horizon`;
  return row!.tx;
}

// The last day that is over, has rows, and is not kept: what people look at first. Days without rows are stepped over by
// the index (received_at, id).
const nextDay = (today: Date) => Prisma.sql`
WITH RECURSIVE days AS (
  SELECT (max(received_at) AT TIME ZONE 'UTC')::date AS day FROM transfers WHERE received_at < ${today}
  UNION ALL
  SELECT (SELECT (max(t.received_at) AT TIME ZONE 'UTC')::date FROM transfers t
    WHERE t.received_at < d.day::timestamp AT TIME ZONE 'UTC')
  FROM days d WHERE d.day IN (SELECT day FROM report_blocks WHERE days = 1)
)
SELECT day::timestamp AT TIME ZONE 'UTC' AS day FROM days
WHERE day NOT IN (SELECT day FROM report_blocks WHERE days = 1)`;

/** By what days are rolled up, beside the quarters of an hour. */
const ROLLED_UP = DIMENSIONS.flatMap((dimension) =>
  isTime(dimension) || !dimension.rolledUp ? [] : [dimension],
);

/** Rolls up the next day from its rows. False where there is none, or nothing has come yet. */
async function fill(tx: Prisma.TransactionClient, today: Date): Promise<boolean> {
  const [next] = await tx.$queryRaw<{ day: Date | null }[]>(nextDay(today));
  const day = next?.day;
  if (!day) return false;
  const facts = factsOf({
    from: day,
    to: new Date(day.getTime() + DAY),
    role: 'any',
    reported: true,
    tz: 'UTC',
    visibility: EVERYTHING,
  });
  const date = Prisma.sql`(${day}::timestamptz AT TIME ZONE 'UTC')::date`;
  const parts = [
    part('time', '15 minutes', [Prisma.sql`NULL`]),
    ...ROLLED_UP.map(({ by, keys }) =>
      part(
        by,
        '1 day',
        Object.values(keys).map(({ sql }) => sql),
      ),
    ),
  ];
  await tx.$executeRaw`
    WITH f AS MATERIALIZED (${facts}), kept AS (INSERT INTO report_blocks (day, days) VALUES (${date}, 1))
    INSERT INTO report_rollups (${COLUMNS})
    SELECT ${date}, 1, p."by", row_number() OVER (PARTITION BY p.sn, p."by"), p.sn, p.at, p.key, ${COUNTERS},
      p.whole, p.waits, p.across
    FROM (${Prisma.join(parts, ' UNION ALL ')}) p`;
  return true;
}

/** What cannot be added up is kept whole: the calls that other blocks may count too, and every wait. */
function part(by: string, length: string, keys: Prisma.Sql[]): Prisma.Sql {
  const bin = (time: Prisma.Sql) => Prisma.sql`date_bin(${length}::interval, ${time}, 'epoch')`;
  const isWhole = Prisma.sql`${bin(Prisma.sql`f.call_from`)} = ${bin(Prisma.sql`f.call_to`)}`;
  return Prisma.sql`SELECT ${by}::text AS "by", f.sn, ${bin(Prisma.sql`f.at`)} AS at, ${jsonOf(keys)} AS key, ${COUNTED},
      count(DISTINCT f.callid) FILTER (WHERE ${isWhole})::int AS whole,
      array_agg(DISTINCT f.callid) FILTER (WHERE NOT ${isWhole}) AS across, string_agg(f.wait::text, ',') AS waits
    FROM f GROUP BY f.sn, 3, 4`;
}

/** Puts the next larger block together from smaller ones, which are all kept or without rows. False where there is none. */
async function merge(tx: Prisma.TransactionClient, today: Date): Promise<boolean> {
  for (const days of LARGER) {
    const [next] = await tx.$queryRaw<{ day: string }[]>(nextBlock(days, today));
    if (!next) continue;
    await tx.$executeRaw(mergeBlock(next.day, days));
    return true;
  }
  return false;
}

// Served by the index (received_at, id) where a day has none.
const nextBlock = (days: number, today: Date) => Prisma.sql`
SELECT b.day::text FROM (
  SELECT DISTINCT date '1970-01-01' + (day - date '1970-01-01') / ${days}::int * ${days}::int AS day FROM report_blocks WHERE days = ${days}::int / 4) b
WHERE b.day + ${days}::int <= (${today}::timestamptz AT TIME ZONE 'UTC')::date
  AND NOT EXISTS (SELECT FROM report_blocks k WHERE k.day = b.day AND k.days = ${days}::int)
  AND NOT EXISTS (SELECT FROM generate_series(0, 3) n, LATERAL (SELECT b.day + n * (${days}::int / 4) AS day) s
    WHERE NOT EXISTS (SELECT FROM report_blocks k WHERE k.day = s.day AND k.days = ${days}::int / 4)
      AND EXISTS (SELECT FROM transfers t WHERE t.received_at >= s.day::timestamp AT TIME ZONE 'UTC'
        AND t.received_at < (s.day + ${days}::int / 4)::timestamp AT TIME ZONE 'UTC'))
ORDER BY 1 DESC LIMIT 1`;

const COUNTERS = Prisma.raw(SUMMABLE.join(', '));
const COLUMNS = Prisma.sql`day, days, "by", n, sn, at, key, ${COUNTERS}, whole, waits, across`;
const SUMS = Prisma.raw([...SUMMABLE, 'whole'].map((name) => `sum(${name})::int AS ${name}`).join(', '));

const mergeBlock = (day: string, days: number) => Prisma.sql`
WITH kept AS (INSERT INTO report_blocks (day, days) VALUES (${day}::date, ${days}::int)),
small AS (SELECT * FROM report_rollups
  WHERE day >= ${day}::date AND day < ${day}::date + ${days}::int AND days = ${days}::int / 4 AND "by" <> 'time'),
across AS (SELECT "by", sn, key, array_agg(DISTINCT callid) AS across
  FROM small, unnest(across) callid WHERE across IS NOT NULL GROUP BY 1, 2, 3)
INSERT INTO report_rollups (${COLUMNS})
SELECT ${day}::date, ${days}::int, "by", row_number() OVER (PARTITION BY sn, "by"), sn, ${day}::date::timestamp AT TIME ZONE 'UTC', key,
  ${COUNTERS}, whole, waits, across.across
FROM (SELECT "by", sn, key, ${SUMS}, string_agg(waits, ',') AS waits FROM small GROUP BY 1, 2, 3) s
LEFT JOIN across USING ("by", sn, key)`;

function forget(which: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`WITH forgotten AS (DELETE FROM report_blocks b WHERE ${which} RETURNING day, days)
    DELETE FROM report_rollups r USING forgotten f WHERE r.day = f.day AND r.days = f.days`;
}
