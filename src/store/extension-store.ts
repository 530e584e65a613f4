import { Injectable } from '@nestjs/common';
import { Database } from './database.js';

@Injectable()
export class ExtensionStore {
  constructor(private readonly database: Database) {}

  /** Names as the PBX has them. What people wrote stays. Served by the primary key (sn, number). */
  async learn(sn: string, names: { number: string; name: string }[]): Promise<void> {
    await this.database.pool.query(
      `INSERT INTO extensions (sn, number, name) SELECT $1, number, min(name) FROM unnest($2::text[], $3::text[]) AS e(number, name)
       GROUP BY number ORDER BY number
       ON CONFLICT (sn, number) DO UPDATE SET name = excluded.name WHERE extensions.name IS NULL`,
      [sn, names.map(({ number }) => number), names.map(({ name }) => name)],
    );
  }
}
