import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

/** What people call an extension. */
export interface NamedExtension {
  /** The empty string: whichever PBX. */
  sn: string;
  number: string;
  name: string | null;
  group: string | null;
}

/** The write side of extension names. */
@Injectable()
export class ExtensionStore {
  constructor(private readonly database: Database) {}

  /** All or none of them; one that is there already is renamed, and a name or group of undefined stays as it was. */
  async put(
    extensions: (Pick<NamedExtension, 'sn' | 'number'> & Partial<NamedExtension>)[],
  ): Promise<NamedExtension[]> {
    const given = extensions.map((one) => ({
      ...one,
      named: one.name !== undefined,
      grouped: one.group !== undefined,
    }));
    const { rows } = await this.database.pool.query<NamedExtension>(PUT, [JSON.stringify(given)]);
    return rows;
  }

  /** Extensions as the PBX has them, some without a name. What people wrote stays. Served by the primary key (sn, number). */
  async learn(sn: string, names: { number: string; name: string | null }[]): Promise<void> {
    await this.database.pool.query(
      `INSERT INTO extensions (sn, number, name) SELECT $1, number, min(name) FROM unnest($2::text[], $3::text[]) AS e(number, name)
       GROUP BY number ORDER BY number
       ON CONFLICT (sn, number) DO UPDATE SET name = excluded.name WHERE extensions.name IS NULL`,
      [sn, names.map(({ number }) => number), names.map(({ name }) => name)],
    );
  }
}

// Who is there and what stays of them is read and written in one statement; in key order, so that two cannot lock up.
const PUT = `
INSERT INTO extensions AS known (sn, number, name, "group")
SELECT g.sn, g.number, CASE WHEN g.named THEN g.name ELSE k.name END, CASE WHEN g.grouped THEN g."group" ELSE k."group" END
FROM jsonb_to_recordset($1::jsonb) AS g(sn text, number text, name text, "group" text, named bool, grouped bool)
LEFT JOIN extensions k USING (sn, number) ORDER BY g.sn, g.number
ON CONFLICT (sn, number) DO UPDATE SET name = excluded.name, "group" = excluded."group"
RETURNING known.sn, known.number, known.name, known."group"`;
