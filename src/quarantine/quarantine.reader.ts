import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { Database } from '../database/database.js';
import { Prisma } from '../database/generated/client.js';
import { Problem } from '../http/problem.filter.js';
import type { QuarantineView } from './quarantine-views.js';
import type { Cause } from './quarantine.store.js';

type Row = Omit<QuarantineView, 'firstAt' | 'lastAt'> & { firstAt: Date; lastAt: Date };

@Injectable()
export class QuarantineReader {
  constructor(private readonly database: Database) {}

  /** Newest first, below the id `before`. Served by the primary key (sn, id): ids are made in the order of time. */
  async page(cause: Cause | undefined, before: string | undefined, limit: number): Promise<QuarantineView[]> {
    const conditions = [
      Prisma.sql`sn = ''`,
      ...(cause ? [Prisma.sql`cause = ${cause}`] : []),
      ...(before ? [Prisma.sql`id < ${before}::uuid`] : []),
    ];
    const rows = await this.database.prisma.$queryRaw<Row[]>`
      SELECT ${VIEW} FROM quarantined_bodies WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY id DESC LIMIT ${limit}`;
    return rows.map(toView);
  }

  /** @throws Problem 404 where nothing has this id. */
  async find(id: string): Promise<QuarantineView> {
    return (await this.one(id)) ?? missing(id);
  }

  private async one(id: string): Promise<QuarantineView | null> {
    if (!isUUID(id, 'loose')) return null;
    const [row] = await this.database.prisma.$queryRaw<Row[]>`
      SELECT ${VIEW} FROM quarantined_bodies WHERE sn = '' AND id = ${id}::uuid`;
    return row ? toView(row) : null;
  }

  async body(id: string): Promise<Buffer | null> {
    if (!isUUID(id, 'loose')) return null;
    const row = await this.database.prisma.quarantinedBody.findUnique({
      where: { sn_id: { sn: '', id } },
      select: { body: true },
    });
    return row ? Buffer.from(row.body) : null;
  }
}

export function missing(id: string): never {
  throw new Problem(
    404,
    `There is nothing ${JSON.stringify(id)} in quarantine; GET /quarantine lists what there is.`,
  );
}

const VIEW = Prisma.sql`id::text, cause, source, content_type AS "contentType", octet_length(body) AS bytes, count,
  first_at AS "firstAt", last_at AS "lastAt", errors`;

function toView({
  id,
  cause,
  source,
  contentType,
  bytes,
  count,
  firstAt,
  lastAt,
  errors,
}: Row): QuarantineView {
  const [first, last] = [firstAt.toISOString(), lastAt.toISOString()];
  return { id, cause, source, contentType, bytes, count, firstAt: first, lastAt: last, errors };
}
