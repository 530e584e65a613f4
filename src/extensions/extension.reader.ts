import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { ReplicaReads } from '../database/replica-reads.js';
import type { ExtensionView } from './extension-view.js';

@Injectable()
export class ExtensionReader {
  constructor(
    private readonly database: Database,
    private readonly replicaReads: ReplicaReads,
  ) {}

  /** By number. There are as many as people named: no pages. Served by the primary key. */
  async all(): Promise<ExtensionView[]> {
    return this.database.prisma.$queryRaw<ExtensionView[]>`
      SELECT nullif(sn, '') AS sn, number, name, "group" FROM extensions ORDER BY length(number), number, sn`;
  }

  /** The names of these numbers; one that was given for every PBX goes first. Served by the primary key. */
  async names(numbers: string[]): Promise<Record<string, string>> {
    const rows = await this.replicaReads.ask(
      ({ prisma }) => prisma.$queryRaw<{ number: string; name: string }[]>`
        SELECT DISTINCT ON (number) number, name FROM extensions
        WHERE number = ANY(${numbers}::text[]) AND name IS NOT NULL ORDER BY number, sn`,
    );
    return Object.fromEntries(rows.map(({ number, name }) => [number, name]));
  }
}
