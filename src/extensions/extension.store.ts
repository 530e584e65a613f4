import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

/** What people call an extension. */
export interface NamedExtension {
  /** The empty string: on any PBX. */
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
    // Who is there and what stays of them is read and written in one statement; in key order, so that two cannot lock up.
    return this.database.prisma.$queryRaw<NamedExtension[]>`
      INSERT INTO extensions AS known (sn, number, name, "group")
      SELECT g.sn, g.number, CASE WHEN g.named THEN g.name ELSE k.name END, CASE WHEN g.grouped THEN g."group" ELSE k."group" END
      FROM jsonb_to_recordset(${JSON.stringify(given)}::jsonb) AS g(sn text, number text, name text, "group" text, named bool, grouped bool)
      LEFT JOIN extensions k USING (sn, number) ORDER BY g.sn, g.number
      ON CONFLICT (sn, number) DO UPDATE SET name = excluded.name, "group" = excluded."group"
      RETURNING known.sn, known.number, known.name, known."group"`;
  }

  /** Extensions as the PBX has them, some without a name. What people wrote stays. Served by the primary key (sn, number). */
  async learn(sn: string, names: { number: string; name: string | null }[]): Promise<void> {
    const numbers = names.map(({ number }) => number);
    await this.database.prisma.$executeRaw`
      INSERT INTO extensions (sn, number, name)
      SELECT ${sn}, number, min(name) FROM unnest(${numbers}::text[], ${names.map(({ name }) => name)}::text[]) AS e(number, name)
      GROUP BY number ORDER BY number
      ON CONFLICT (sn, number) DO UPDATE SET name = excluded.name WHERE extensions.name IS NULL`;
  }
}
