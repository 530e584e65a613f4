import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { escapeLike } from '../filter/sql/parties.js';
import { Database } from '../database/database.js';
import { Prisma } from '../database/generated/client.js';

/** Rows that a number was taken out of. */
export interface Erased {
  calls: number;
  transfers: number;
  members: number;
  events: number;
  quarantined: number;
}

/**
 * Takes an outside number out of everything.
 *
 * Guarantees: when it resolves, no row and no kept byte holds the number; what comes later of the same calls is written
 * without it. Counts and identities stay. A call that begins later is stored as any other.
 */
@Injectable()
export class ErasureStore {
  constructor(private readonly database: Database) {}

  /** Whether this is one of our own extensions. Served by the primary key's and the members' index by number. */
  async isExtension(number: string): Promise<boolean> {
    const { extension, member, transfer } = this.database.prisma;
    const found = await Promise.all([
      extension.findFirst({ select: { number: true }, where: { number } }),
      member.findFirst({ select: { number: true }, where: { number } }),
      transfer.findFirst({ select: { transferorExt: true }, where: { transferorExt: number } }),
    ]);
    return found.some((one) => one !== null);
  }

  /**
   * In two passes. The second one waits for all transactions that were writing during the first, and takes
   * the number out of their rows; from rows written after the first pass the triggers remove it.
   */
  async erase(number: string): Promise<Erased> {
    const first = await this.pass(number, false);
    const second = await this.pass(number, true);
    return Object.fromEntries(
      Object.entries(first).map(([what, rows]) => [what, rows + second[what as keyof Erased]]),
    ) as unknown as Erased;
  }

  private async pass(number: string, waitForWriters: boolean): Promise<Erased> {
    const { prisma } = this.database;
    if (waitForWriters)
      await prisma.$transaction((tx) => tx.$executeRaw`LOCK TABLE transfers, recorded_events IN SHARE MODE`);
    return prisma.$transaction((tx) => takeOut(tx, number));
  }
}

async function takeOut(tx: Prisma.TransactionClient, number: string): Promise<Erased> {
  await tx.$executeRaw`SET LOCAL statement_timeout = 0`; // it reads everything there is
  const hash = createHash('sha256').update(number).digest();
  const like = `%${escapeLike(number)}%`;
  const calls = await tx.$executeRaw(callsWith(number, hash, like));
  const hashes = Prisma.sql`ARRAY[${hash}::bytea]`;
  const members = await tx.$executeRaw`
    UPDATE members m SET "from" = without_numbers(m."from", ${hashes}), "to" = without_numbers(m."to", ${hashes}),
      channelid = without_numbers(m.channelid, ${hashes}), callpath = without_numbers(m.callpath, ${hashes})
    FROM transfers t JOIN erased_calls c ON c.sn = t.sn AND c.callid = t.callid AND c.number = ${hash}
    WHERE m.sn = t.sn AND m.transfer_id = t.id AND (concat_ws(' ', m."from", m."to", m.channelid, m.callpath) LIKE ${like})`;
  const transfers = await tx.$executeRaw`
    UPDATE transfers t SET raw = NULL,
      transferee_number = CASE WHEN t.transferee_kind = 'ext' THEN t.transferee_number
                               ELSE without_numbers(t.transferee_number, ${hashes}) END,
      target_number = CASE WHEN t.target_kind IN ('ext', 'group') THEN t.target_number
                           ELSE without_numbers(t.target_number, ${hashes}) END
    FROM erased_calls c WHERE c.sn = t.sn AND c.callid = t.callid AND c.number = ${hash} AND (t.raw IS NOT NULL
      OR ${number} IN (t.transferee_number, t.target_number))`;
  const events = await tx.$executeRaw`
    UPDATE recorded_events r SET raw = NULL, facts = facts_without_numbers(r.facts, ${hashes})
    FROM erased_calls c WHERE c.sn = r.sn AND c.callid = r.callid AND c.number = ${hash} AND (r.raw IS NOT NULL
      OR r.facts::text LIKE ${like})`;
  await tx.$executeRaw`
    DELETE FROM call_parties p USING erased_calls c WHERE c.sn = p.sn AND c.callid = p.callid AND c.number = ${hash}
      AND without_numbers(p.party, ${hashes}) <> p.party`;
  await takeOutOfNames(tx, number, hashes, like);
  await forgetBlocks(tx, like);
  // The row stays, so that a body that is sent again is counted and not kept anew.
  const quarantined = await tx.$executeRaw`
    UPDATE quarantined_bodies SET body = '', errors = '[{"path":"","message":"its bytes held a number that was erased"}]'
    WHERE position(${Buffer.from(number)}::bytea IN body) > 0 OR errors::text LIKE ${like}`;
  return { calls, transfers, members, events, quarantined };
}

/** Notes every call in which the number is. */
const callsWith = (number: string, hash: Buffer, like: string) => Prisma.sql`
  INSERT INTO erased_calls (sn, callid, number)
  SELECT sn, callid, ${hash}::bytea FROM (
    SELECT t.sn, t.callid FROM transfers t JOIN members m ON m.sn = t.sn AND m.transfer_id = t.id
      WHERE m.kind <> 'ext' AND ${number} IN (m."from", m."to")
    UNION SELECT sn, callid FROM transfers WHERE transferee_number = ${number} OR target_number = ${number}
      OR position(${Buffer.from(number)}::bytea IN raw) > 0
    UNION SELECT sn, callid FROM recorded_events
      WHERE position(${Buffer.from(number)}::bytea IN raw) > 0 OR facts::text LIKE ${like}
  ) found ON CONFLICT DO NOTHING`;

/** What people wrote down, beside what PBXes sent. */
async function takeOutOfNames(
  tx: Prisma.TransactionClient,
  number: string,
  hashes: Prisma.Sql,
  like: string,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE extensions SET name = without_numbers(name, ${hashes}), "group" = without_numbers("group", ${hashes})
    WHERE concat_ws(' ', name, "group") LIKE ${like}`;
  await tx.$executeRaw`
    UPDATE access_keys SET name = without_numbers(name, ${hashes}), extensions = array_replace(extensions, ${number}, 'erased')
    WHERE name LIKE ${like} OR ${number} = ANY (extensions)`;
}

/** Blocks of days that were counted with it are counted afresh; a count that runs now is waited for. */
async function forgetBlocks(tx: Prisma.TransactionClient, like: string): Promise<void> {
  await tx.$executeRaw`LOCK TABLE report_horizon IN ROW EXCLUSIVE MODE`;
  await tx.$executeRaw`
    WITH forgotten AS (DELETE FROM report_blocks
      WHERE (day, days) IN (SELECT day, days FROM report_rollups WHERE key LIKE ${like}) RETURNING day, days)
    DELETE FROM report_rollups r USING forgotten f WHERE r.day = f.day AND r.days = f.days`;
}
