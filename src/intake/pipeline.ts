import { Injectable } from '@nestjs/common';
import { EventAccess, type Refusal } from '../access/event-access.js';
import { Problem } from '../http/problem.filter.js';
import { Quarantine } from '../quarantine/quarantine.js';
import type { PbxEvent } from '../transfer/event.js';
import type { Answer, AnswerStatus } from './answer.js';
import type { Fault } from './dialects/dialect.js';
import { readEvent } from './dialects/dialects.js';
import { GroupCommit, Unstorable } from './group-commit.js';
import { identify } from './identify.js';
import { KindCounts } from './kind-counts.js';
import { LastSeen } from './last-seen.js';
import type { Delivery } from './delivery.js';

/**
 * Every event takes these steps, whether it comes from the webhook, from a link to a PBX or from a replay of the
 * quarantine: receive -> read -> check access -> identify -> write. When `receive` resolves, what it says is committed.
 */
@Injectable()
export class Intake {
  /** How many events were answered in which way since the start. */
  readonly counts: Record<AnswerStatus | 'refused' | 'rejected', number> = {
    stored: 0,
    duplicate: 0,
    recorded: 0,
    ignored: 0,
    quarantined: 0,
    refused: 0,
    rejected: 0,
  };
  readonly kinds = new KindCounts();

  constructor(
    private readonly commits: GroupCommit,
    private readonly quarantine: Quarantine,
    private readonly access: EventAccess,
    private readonly lastSeen: LastSeen,
  ) {}

  /** @throws Problem 400 for a body refused for the first time (kept in quarantine), 503 when it could not be stored. */
  async receive(delivery: Delivery): Promise<Answer> {
    const reading = readEvent(delivery.raw);
    if ('faults' in reading) return this.refuse(delivery, reading.faults);
    await this.checkAccess(reading.event, delivery);
    const answer = await this.write(reading.event, delivery);
    return 'faults' in answer ? this.refuse(delivery, answer.faults) : answer;
  }

  /** Tries a refused body again. What still cannot be taken stays in quarantine as it was. */
  async replay(delivery: Delivery): Promise<Answer | { status: 'refused'; errors: Fault[] }> {
    const reading = readEvent(delivery.raw);
    const answer = 'faults' in reading ? reading : await this.write(reading.event, delivery);
    return 'faults' in answer ? { status: 'refused', errors: answer.faults } : answer;
  }

  /** For a sender that may not push, or pushes where no events are taken: kept apart from what known PBXes send, and never answered 200. */
  async reject(
    delivery: Delivery,
    { status, detail }: Omit<Refusal, 'status'> & { status: number },
    headers: Record<string, string> = {},
  ): Promise<never> {
    this.counts.rejected += 1;
    const quarantined = await this.quarantine.reject(delivery, detail);
    throw new Problem(status, detail, quarantined === null ? {} : { quarantined }, headers);
  }

  private async checkAccess(event: PbxEvent, delivery: Delivery): Promise<void> {
    const refusal = delivery.trusted ? null : this.access.checkSerial(event.sn);
    if (refusal) await this.reject(delivery, refusal);
    this.lastSeen.note(event, delivery.at);
  }

  /** The answer once it is committed, or why the database will never take this event. */
  private async write(event: PbxEvent, delivery: Delivery): Promise<Answer | { faults: Fault[] }> {
    const row = identify(event, delivery);
    try {
      const written = row && (await this.commits.add(row));
      const answer: Answer =
        written === null
          ? { status: 'ignored' }
          : event.what !== 'transfer'
            ? { status: 'recorded' }
            : { status: written.status === 'stored' ? 'stored' : 'duplicate', id: written.id };
      this.counts[answer.status] += 1;
      this.kinds.count(event);
      return answer;
    } catch (error) {
      if (!(error instanceof Unstorable)) throw error;
      return { faults: [{ path: '', message: `the database cannot keep this event: ${error.message}` }] };
    }
  }

  /** 400 the first time; 200 when the same body comes again, so that the PBX stops re-sending it. */
  private async refuse(delivery: Delivery, errors: Fault[]): Promise<Answer> {
    const { id, again } = await this.quarantine.keep(delivery, errors);
    this.counts[again ? 'quarantined' : 'refused'] += 1;
    if (again) return { status: 'quarantined', id, errors };
    throw new Problem(400, sentenceOf(errors), { errors, quarantined: id });
  }
}

function sentenceOf(errors: Fault[]): string {
  const first = errors[0]!;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more in errors)` : '';
  return `This event cannot be taken: ${first.path ? `${first.path} ` : ''}${first.message}${more}. Its bytes are kept in quarantine.`;
}
