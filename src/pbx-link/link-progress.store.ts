import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

/** Until when all that a PBX sent is known to be here. It outlives the program, which so knows of the gap that its own end made. */
@Injectable()
export class LinkProgressStore {
  constructor(private readonly database: Database) {}

  /** Null for a PBX that was never reached. Served by the primary key. */
  async read(url: string): Promise<Date | null> {
    const row = await this.database.prisma.linkProgress.findUnique({ where: { sn_url: { sn: '', url } } });
    return row?.completeUntil ?? null;
  }

  async write(url: string, completeUntil: Date): Promise<void> {
    await this.database.prisma.linkProgress.upsert({
      where: { sn_url: { sn: '', url } },
      create: { sn: '', url, completeUntil },
      update: { completeUntil },
    });
  }
}
