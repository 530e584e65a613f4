import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

/** A key as it is kept: never the key itself. */
export interface KeptKey {
  /** The public part, by which people speak of it. */
  id: string;
  /** SHA-256 of the whole key. */
  hash: Buffer;
  name: string;
  scopes: string[];
  /** The only PBXes it may see; null: all. */
  pbxes: string[] | null;
  /** The only extensions it may see; null: all. */
  extensions: string[] | null;
  createdAt: Date;
}

@Injectable()
export class KeyStore {
  constructor(private readonly database: Database) {}

  /** The keys that are valid now. There are as many as people made: they fit in memory. */
  async valid(): Promise<KeptKey[]> {
    const { rows } = await this.database.pool.query<KeptKey>(
      `SELECT id, hash, name, scopes, pbxes, extensions, created_at AS "createdAt" FROM access_keys
       WHERE revoked_at IS NULL ORDER BY created_at, id`,
    );
    return rows;
  }

  async add({ id, hash, name, scopes, pbxes, extensions }: Omit<KeptKey, 'createdAt'>): Promise<void> {
    await this.database.pool.query(
      `INSERT INTO access_keys (id, hash, name, scopes, pbxes, extensions) VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, hash, name, scopes, pbxes, extensions],
    );
  }

  /** False where there is no such valid key. */
  async revoke(id: string): Promise<boolean> {
    const { rowCount } = await this.database.pool.query(
      'UPDATE access_keys SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL',
      [id],
    );
    return rowCount === 1;
  }
}
