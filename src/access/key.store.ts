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

  /**
   * The keys that are valid now. There are as many as people made: they fit in memory. In SQL, since a model of Prisma
   * shows a list that is NULL, which bounds nothing, as an empty one, which bounds everything.
   */
  async valid(): Promise<KeptKey[]> {
    const keys = await this.database.prisma.$queryRaw<(Omit<KeptKey, 'hash'> & { hash: Uint8Array })[]>`
      SELECT id, hash, name, scopes, pbxes, extensions, created_at AS "createdAt" FROM access_keys
      WHERE revoked_at IS NULL ORDER BY created_at, id`;
    return keys.map((key) => ({ ...key, hash: Buffer.from(key.hash) }));
  }

  async add({ id, hash, name, scopes, pbxes, extensions }: Omit<KeptKey, 'createdAt'>): Promise<void> {
    await this.database.prisma.accessKey.create({
      data: {
        id,
        hash: Uint8Array.from(hash),
        name,
        scopes,
        pbxes: pbxes ?? undefined,
        extensions: extensions ?? undefined,
      },
    });
  }

  /** False where there is no such valid key. */
  async revoke(id: string): Promise<boolean> {
    const { count } = await this.database.prisma.accessKey.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    return count === 1;
  }
}
