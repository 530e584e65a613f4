import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Extension } from '../database/generated/client.js';

type Naming = Pick<Extension, 'sn' | 'number'> & Partial<Extension>;

/** The write side of extension names. */
@Injectable()
export class ExtensionStore {
  constructor(private readonly database: Database) {}

  /**
   * All or none of them, in key order, so that two callers cannot lock each other up. One that is there already is renamed,
   * and a name or group of undefined stays as it was. Served by the primary key (sn, number).
   */
  async put(extensions: Naming[]): Promise<Extension[]> {
    const { prisma } = this.database;
    const inKeyOrder = extensions.toSorted((a, b) => compare(a.sn, b.sn) || compare(a.number, b.number));
    return prisma.$transaction(
      inKeyOrder.map(({ sn, number, name, group }) =>
        prisma.extension.upsert({
          where: { sn_number: { sn, number } },
          create: { sn, number, name, group },
          update: { name, group },
        }),
      ),
    );
  }

  /**
   * Extensions as the PBX has them, some without a name. What people wrote stays: only SQL can write a name on the condition
   * that there is none. Served by the primary key (sn, number).
   */
  async learn(sn: string, names: { number: string; name: string | null }[]): Promise<void> {
    const numbers = names.map(({ number }) => number);
    await this.database.prisma.$executeRaw`
      INSERT INTO extensions (sn, number, name)
      SELECT ${sn}, number, min(name) FROM unnest(${numbers}::text[], ${names.map(({ name }) => name)}::text[]) AS e(number, name)
      GROUP BY number ORDER BY number
      ON CONFLICT (sn, number) DO UPDATE SET name = excluded.name WHERE extensions.name IS NULL`;
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
