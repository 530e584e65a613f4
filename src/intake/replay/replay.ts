import { Injectable } from '@nestjs/common';
import { QuarantineReader } from '../../quarantine/quarantine.reader.js';
import type { QuarantineView } from '../../quarantine/quarantine-views.js';
import { type Cause, QuarantineStore } from '../../quarantine/quarantine.store.js';
import { Intake } from '../pipeline.js';
import { ReplayedBodiesView } from './replay-views.js';

const PAGE = 100;

/**
 * Takes refused bodies in again, with the time at which they first came. A body that is taken now leaves the quarantine
 * after it is stored; a replay that breaks off can be repeated, since a stored event is then a duplicate.
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
