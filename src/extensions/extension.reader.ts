import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Prisma } from '../database/generated/client.js';
import { ReplicaReads } from '../database/replica-reads.js';
import type { Visibility } from '../transfer/visibility.js';
import type { ExtensionView } from './extension-view.js';
import { ofVisiblePbxes, visibleExtensions } from './sql/visible-extensions.js';

@Injectable()
export class ExtensionReader {
  constructor(
    private readonly database: Database,
    private readonly replicaReads: ReplicaReads,
  ) {}

  /**
   * By number. There are as many as people named: no pages. Prisma's models know neither this order nor what a limited key
   * sees, hence SQL. Served by the primary key; for a key limited to extensions by the indexes of the parties of a transfer.
   */
  async all(visibility: Visibility): Promise<ExtensionView[]> {
    const conditions = Prisma.join([Prisma.sql`true`, ...visibleExtensions(visibility)], ' AND ');
    return this.database.prisma.$queryRaw<ExtensionView[]>`
      SELECT nullif(x.sn, '') AS sn, x.number, x.name, x."group" FROM extensions x WHERE ${conditions}
      ORDER BY length(x.number), x.number, x.sn`;
  }

  /**
   * The names of these numbers, which the caller sees, at the PBXes that it sees; one that was given for every PBX goes
   * first. In SQL it is one statement, however many numbers there are. Served by the primary key.
   */
  async names(numbers: string[], visibility: Visibility): Promise<Record<string, string>> {
    const conditions = Prisma.join([Prisma.sql`true`, ...ofVisiblePbxes(visibility)], ' AND ');
    const rows = await this.replicaReads.ask(
      ({ prisma }) => prisma.$queryRaw<{ number: string; name: string }[]>`
        SELECT DISTINCT ON (x.number) x.number, x.name FROM extensions x
        WHERE x.number = ANY(${numbers}::text[]) AND x.name IS NOT NULL AND ${conditions} ORDER BY x.number, x.sn`,
    );
    return Object.fromEntries(rows.map(({ number, name }) => [number, name]));
  }
}
