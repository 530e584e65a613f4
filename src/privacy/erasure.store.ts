import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { Database } from '../database/database.js';

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
    const { rows } = await this.database.pool.query<{ known: boolean }>(
      `SELECT EXISTS (SELECT FROM extensions WHERE number = $1) OR EXISTS (SELECT FROM members WHERE number = $1)
         OR EXISTS (SELECT FROM transfers WHERE transferor_ext = $1) AS known`,
      [number],
    );
    return rows[0]!.known;
  }

  /**
   * Twice: what was on its way while the first pass ran is written by the time the second begins, since that waits for
   * the writers; and what comes after the first is freed by the triggers.
   */
  async erase(number: string): Promise<Erased> {
    const first = await this.pass(number, false);
    const second = await this.pass(number, true);
    return Object.fromEntries(
      Object.entries(first).map(([what, rows]) => [what, rows + second[what as keyof Erased]]),
    ) as unknown as Erased;
  }

  private async pass(number: string, waitForWriters: boolean): Promise<Erased> {
    const client = await this.database.pool.connect();
    try {
      if (waitForWriters)
        await client.query('BEGIN; LOCK TABLE transfers, recorded_events IN SHARE MODE; COMMIT');
      await client.query('BEGIN; SET LOCAL statement_timeout = 0'); // it reads everything there is
      const erased = await this.takeOut(client, number);
      await client.query('COMMIT');
      return erased;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {});
      throw error;
    } finally {
      client.release();
    }
  }

  private async takeOut(client: PoolClient, number: string): Promise<Erased> {
    const hash = createHash('sha256').update(number).digest();
    const bytes = Buffer.from(number);
    const change = async (statement: string, values: unknown[]) =>
      (await client.query(statement, values)).rowCount ?? 0;
    const calls = await change(
      `INSERT INTO erased_calls (sn, callid, number)
       SELECT sn, callid, $2::bytea FROM (
         SELECT t.sn, t.callid FROM transfers t JOIN members m ON m.sn = t.sn AND m.transfer_id = t.id
           WHERE m.kind <> 'ext' AND $1 IN (m."from", m."to")
         UNION SELECT sn, callid FROM transfers WHERE transferee_number = $1 OR target_number = $1
           OR position($3::bytea IN raw) > 0
         UNION SELECT sn, callid FROM recorded_events WHERE position($3::bytea IN raw) > 0 OR facts::text LIKE $4
       ) found ON CONFLICT DO NOTHING`,
      [number, hash, bytes, `%${escapeLike(number)}%`],
    );
    const members = await change(
      `UPDATE members m SET "from" = without_numbers(m."from", ARRAY[$1::bytea]), "to" = without_numbers(m."to", ARRAY[$1::bytea]),
         channelid = without_numbers(m.channelid, ARRAY[$1::bytea]), callpath = without_numbers(m.callpath, ARRAY[$1::bytea])
       FROM transfers t JOIN erased_calls c ON c.sn = t.sn AND c.callid = t.callid AND c.number = $1
       WHERE m.sn = t.sn AND m.transfer_id = t.id AND (concat_ws(' ', m."from", m."to", m.channelid, m.callpath) LIKE $2)`,
      [hash, `%${escapeLike(number)}%`],
    );
    const transfers = await change(
      `UPDATE transfers t SET raw = NULL,
         transferee_number = CASE WHEN t.transferee_kind = 'ext' THEN t.transferee_number
                                  ELSE without_numbers(t.transferee_number, ARRAY[$1::bytea]) END,
         target_number = CASE WHEN t.target_kind IN ('ext', 'group') THEN t.target_number
                              ELSE without_numbers(t.target_number, ARRAY[$1::bytea]) END
       FROM erased_calls c WHERE c.sn = t.sn AND c.callid = t.callid AND c.number = $1 AND (t.raw IS NOT NULL
         OR $2 IN (t.transferee_number, t.target_number))`,
      [hash, number],
    );
    const events = await change(
      `UPDATE recorded_events r SET raw = NULL, facts = facts_without_numbers(r.facts, ARRAY[$1::bytea])
       FROM erased_calls c WHERE c.sn = r.sn AND c.callid = r.callid AND c.number = $1 AND (r.raw IS NOT NULL
         OR r.facts::text LIKE $2)`,
      [hash, `%${escapeLike(number)}%`],
    );
    await client.query(
      `DELETE FROM call_parties p USING erased_calls c WHERE c.sn = p.sn AND c.callid = p.callid AND c.number = $1
         AND without_numbers(p.party, ARRAY[$1::bytea]) <> p.party`,
      [hash],
    );
    // What people wrote down, beside what PBXes sent.
    await client.query(
      `UPDATE extensions SET name = without_numbers(name, ARRAY[$1::bytea]), "group" = without_numbers("group", ARRAY[$1::bytea])
       WHERE concat_ws(' ', name, "group") LIKE $2`,
      [hash, `%${escapeLike(number)}%`],
    );
    await client.query(
      `UPDATE access_keys SET name = without_numbers(name, ARRAY[$1::bytea]), extensions = array_replace(extensions, $3, 'erased')
       WHERE name LIKE $2 OR $3 = ANY (extensions)`,
      [hash, `%${escapeLike(number)}%`, number],
    );
    // Blocks of days that were counted with it are counted afresh. A round that counts one now is waited for.
    await client.query('LOCK TABLE report_horizon IN ROW EXCLUSIVE MODE');
    await client.query(
      `WITH forgotten AS (DELETE FROM report_blocks
         WHERE (day, days) IN (SELECT day, days FROM report_rollups WHERE key LIKE $1) RETURNING day, days)
       DELETE FROM report_rollups r USING forgotten f WHERE r.day = f.day AND r.days = f.days`,
      [`%${escapeLike(number)}%`],
    );
    // The row stays, so that a body that is sent again is counted and not kept anew.
    const quarantined = await change(
      `UPDATE quarantined_bodies SET body = '', errors = '[{"path":"","message":"its bytes held a number that was erased"}]'
       WHERE position($1::bytea IN body) > 0 OR errors::text LIKE $2`,
      [bytes, `%${escapeLike(number)}%`],
    );
    return { calls, transfers, members, events, quarantined };
  }
}

const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&');
