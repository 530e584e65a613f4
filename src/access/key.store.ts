import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

/** A key as it is kept: never the key itself. */
export interface KeptKey {
  /** The public part, by which people refer to it. */
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
   * The keys that are valid now; they are few enough for memory. Read by SQL, since a model of Prisma reads a
   * list that is NULL (the key is not limited) as an empty list (the key sees nothing).
   */
  async valid(): Promise<KeptKey[]> {
    const keys = await this.database.prisma.$queryRaw<(Omit<KeptKey, 'hash'> & { hash: Uint8Array })[]>`
      SELECT id, hash, name, scopes, pbxes, extensions, created_at AS "createdAt" FROM access_keys
      WHERE revoked_at IS NULL ORDER BY created_at, id`;
    return keys.map((key) => ({ ...key, hash: Buffer.from(key.hash) }));
  }

  /** Whether there is a key at all, valid or revoked: no key is ever deleted. */
  async everMade(): Promise<boolean> {
    return (await this.database.prisma.accessKey.findFirst({ select: { id: true } })) !== null;
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
