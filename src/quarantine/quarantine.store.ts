import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

/**
 * Why a body is here: a `fault` in it, or the `refusal` of its sender. The bodies of one cause hold at most
 * so many bytes together. Beyond that the sender that holds most loses its oldest, so that no sender can push
 * out the bodies of another.
 */
const BOUNDS = { fault: 64 * 1024 * 1024, refusal: 16 * 1024 * 1024 };
export type Cause = keyof typeof BOUNDS;
export const CAUSES = Object.keys(BOUNDS) as Cause[];

export interface RefusedBody {
  id: string;
  cause: Cause;
  digest: Buffer;
  contentType: string | null;
  source: string;
  errors: { path: string; message: string }[];
  at: Date;
  body: Buffer;
}

/** The write side of the quarantine. */
@Injectable()
export class QuarantineStore {
  /** Bodies that were deleted to make room for newer ones, since the start. */
  dropped = 0;
  private readonly addedSinceTrim = { fault: Infinity, refusal: Infinity };

  constructor(private readonly database: Database) {}

  /** Committed when it resolves, with the id of the first body of these bytes. */
  async keep({ id, cause, digest, contentType, source, errors, at, body }: RefusedBody): Promise<string> {
    // Served by the unique index (sn, cause, digest).
    const [row] = await this.database.prisma.$queryRaw<{ id: string }[]>`
      INSERT INTO quarantined_bodies (id, digest, content_type, source, errors, first_at, last_at, body, cause)
      VALUES (${id}::uuid, ${digest}, ${contentType}, ${source}, ${JSON.stringify(errors)}::jsonb, ${at}, ${at}, ${body}, ${cause})
      ON CONFLICT (sn, cause, digest) DO UPDATE SET count = quarantined_bodies.count + 1,
        last_at = greatest(quarantined_bodies.last_at, excluded.last_at), source = excluded.source, errors = excluded.errors
      RETURNING id`;
    const kept = row!.id;
    if (kept === id) await this.makeRoom(cause, body.length);
    return kept;
  }

  /** Removes a body that a replay has stored. */
  async remove(id: string): Promise<void> {
    await this.database.prisma.quarantinedBody.deleteMany({ where: { sn: '', id } });
  }

  /** Measures the whole only after each hundredth of the bound has been added: summing on every refusal would help a flood. */
  private async makeRoom(cause: Cause, added: number) {
    this.addedSinceTrim[cause] += added;
    if (this.addedSinceTrim[cause] < BOUNDS[cause] / 100) return;
    this.addedSinceTrim[cause] = 0;
    this.dropped += await this.database.prisma.$executeRaw`
      DELETE FROM quarantined_bodies b USING (
        SELECT sn, id, count, sum(bytes) OVER (ORDER BY of_its_sender, last_at DESC, id DESC) AS held FROM (
          SELECT sn, id, count, last_at, octet_length(body) AS bytes,
            sum(octet_length(body)) OVER (PARTITION BY source ORDER BY last_at DESC, id DESC) AS of_its_sender
          FROM quarantined_bodies WHERE cause = ${cause}) s) q
      WHERE q.held > ${BOUNDS[cause]} AND b.sn = q.sn AND b.id = q.id AND b.count = q.count -- one that came again meanwhile stays`;
  }
}
