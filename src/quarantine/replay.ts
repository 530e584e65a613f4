import { Injectable } from '@nestjs/common';
import { Intake } from '../intake/pipeline.js';
import { type Cause, QuarantineStore } from './quarantine.store.js';
import { QuarantineReader } from './quarantine.reader.js';
import { type QuarantineView, ReplayedBodiesView } from './quarantine-views.js';

const PAGE = 100;

/**
 * Sends refused bodies through the door again, with the time at which they first came. What is taken now leaves the
 * quarantine after it is stored; a replay that breaks off can be repeated, since what was stored is then a duplicate.
 */
@Injectable()
export class Replay {
  constructor(
    private readonly reader: QuarantineReader,
    private readonly store: QuarantineStore,
    private readonly intake: Intake,
  ) {}

  async one({ id, contentType, source, firstAt }: QuarantineView) {
    const raw = await this.reader.body(id);
    if (!raw) return { status: 'gone' as const };
    const answer = await this.intake.replay({
      raw,
      contentType,
      source,
      at: new Date(firstAt),
      trusted: true,
    });
    if (answer.status !== 'refused') await this.store.remove(id);
    return answer;
  }

  async all(cause: Cause): Promise<ReplayedBodiesView> {
    const counts = new ReplayedBodiesView();
    for (
      let before: string | undefined, page;
      (page = await this.reader.page(cause, before, PAGE)).length > 0;
    ) {
      for (const body of page) {
        const { status } = await this.one(body);
        counts[status] += 1;
        counts.replayed += 1;
      }
      before = page.at(-1)!.id;
    }
    return counts;
  }
}
