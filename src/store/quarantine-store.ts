import { Injectable } from '@nestjs/common';
import { Database } from './database.js';

/** All bodies in quarantine together hold at most this many bytes; beyond it the oldest go. */
const QUARANTINE_BYTES = 64 * 1024 * 1024;

export interface RefusedBody {
  id: string;
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
  /** Bodies that had to go for newer ones, since the start. */
  dropped = 0;
  private addedSinceTrim = Infinity;

  constructor(private readonly database: Database) {}

  /** Committed when it resolves, with the id of the first body of these bytes. */
  async keep({ id, digest, contentType, source, errors, at, body }: RefusedBody): Promise<string> {
    // Served by the unique index (sn, digest).
    const { rows } = await this.database.pool.query<{ id: string }>(
      `INSERT INTO quarantined_bodies (sn, id, digest, content_type, source, errors, first_at, last_at, body)
       VALUES ('', $1, $2, $3, $4, $5, $6, $6, $7)
       ON CONFLICT (sn, digest) DO UPDATE SET count = quarantined_bodies.count + 1,
         last_at = greatest(quarantined_bodies.last_at, excluded.last_at), source = excluded.source, errors = excluded.errors
       RETURNING id`,
      [id, digest, contentType, source, JSON.stringify(errors), at, body],
    );
    const kept = rows[0]!.id;
    if (kept === id) await this.makeRoom(body.length);
    return kept;
  }

  /** Measures the whole only after each hundredth of the bound has been added: summing on every refusal would help a flood. */
  private async makeRoom(added: number) {
    this.addedSinceTrim += added;
    if (this.addedSinceTrim < QUARANTINE_BYTES / 100) return;
    this.addedSinceTrim = 0;
    const { rowCount } = await this.database.pool.query(
      `DELETE FROM quarantined_bodies WHERE (sn, id) IN (
         SELECT sn, id FROM (SELECT sn, id, sum(octet_length(body)) OVER (ORDER BY last_at DESC, id DESC) AS held
           FROM quarantined_bodies) q WHERE held > $1)`,
      [QUARANTINE_BYTES],
    );
    this.dropped += rowCount ?? 0;
  }
}
