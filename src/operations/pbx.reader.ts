import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Dialect } from '../transfer/event.js';
import { Prisma } from '../database/generated/client.js';
import { visibleRows } from '../filter/sql/visible.js';
import type { Visibility } from '../transfer/visibility.js';

/** A PBX as its stored transfers tell of it. */
export interface StoredPbx {
  sn: string;
  dialect: Dialect;
  lastTransferAt: Date;
  /** In the same hours of the day in each of the past weeks (two at least, four at most) it had transfers; now none. */
  silent: boolean;
}

/** With at least this many transfers in the same hours of a past week, silence is unusual there. */
const USUAL = 3;

@Injectable()
export class PbxReader {
  constructor(private readonly database: Database) {}

  /**
   * Steps from one PBX to the next by the index (sn, received_at), so that its cost grows with the number of
   * PBXes only. Silence begins with the last event of any kind, where this process received one (`lastSeen`),
   * else the last transfer.
   */
  async pbxes(only: string[] | null, lastSeen: Map<string, Date>): Promise<StoredPbx[]> {
    const serials = [...lastSeen.keys()];
    const times = serials.map((sn) => lastSeen.get(sn)!.toISOString());
    return this.database.prisma.$queryRaw<StoredPbx[]>`
      WITH RECURSIVE pbx AS (
        (SELECT sn FROM transfers ORDER BY sn LIMIT 1)
        UNION ALL
        SELECT (SELECT t.sn FROM transfers t WHERE t.sn > pbx.sn ORDER BY t.sn LIMIT 1) FROM pbx WHERE pbx.sn IS NOT NULL
      ), last_seen AS (
        SELECT * FROM unnest(${serials}::text[], ${times}::timestamptz[]) AS h(sn, at)
      )
      SELECT pbx.sn, last.dialect, last.received_at AS "lastTransferAt",
        coalesce(weeks.past >= 2 AND weeks.lively = weeks.past, false) AS silent
      FROM pbx
      CROSS JOIN LATERAL (SELECT t.dialect, t.received_at FROM transfers t WHERE t.sn = pbx.sn
        ORDER BY t.received_at DESC LIMIT 1) last
      CROSS JOIN LATERAL (SELECT min(t.received_at) AS first FROM transfers t WHERE t.sn = pbx.sn) began
      LEFT JOIN last_seen ON last_seen.sn = pbx.sn
      CROSS JOIN LATERAL (SELECT greatest(last_seen.at, last.received_at) AS at) quiet
      CROSS JOIN LATERAL (
        SELECT count(*) AS past, count(*) FILTER (WHERE week.transfers >= ${USUAL}) AS lively
        FROM generate_series(1, 4) AS ago(n)
        CROSS JOIN LATERAL (SELECT count(*) AS transfers FROM (SELECT FROM transfers t WHERE t.sn = pbx.sn
          AND t.received_at > quiet.at - ago.n * interval '7 days'
          AND t.received_at <= now() - ago.n * interval '7 days' LIMIT ${USUAL}) few) week
        WHERE quiet.at - ago.n * interval '7 days' >= began.first
      ) weeks
      WHERE pbx.sn IS NOT NULL ${only ? Prisma.sql`AND pbx.sn = ANY(${only})` : Prisma.empty}
      ORDER BY pbx.sn`;
  }

  /** The PBXes of the transfers that may be seen, and when the last of these was received. Served by the indexes of the parties. */
  async lastSeenAt(visibility: Visibility): Promise<Omit<StoredPbx, 'silent'>[]> {
    return this.database.prisma.$queryRaw<Omit<StoredPbx, 'silent'>[]>`
      SELECT DISTINCT ON (t.sn) t.sn, t.dialect, t.received_at AS "lastTransferAt" FROM transfers t
      WHERE ${Prisma.join([Prisma.sql`true`, ...visibleRows(visibility)], ' AND ')}
      ORDER BY t.sn, t.received_at DESC`;
  }
}
