import { Injectable } from '@nestjs/common';
import { hash } from 'node:crypto';
import { EventAccess, type Refusal } from '../access/event-access.js';
import { Problem } from '../http/problem.filter.js';
import { attribute } from '../transfer/attribution.js';
import { callStart } from '../transfer/call-id.js';
import type { CallEvent, PbxEvent, TransferEvent } from '../transfer/event.js';
import { identity } from '../transfer/identity.js';
import { newId } from '../transfer/new-id.js';
import type { Transfer } from '../transfer/transfer.js';
import type { Fault } from './dialects/dialect.js';
import { traitsOf } from './dialects/dialects.js';
import { readEvent } from './dialects/read-event.js';
import { GroupCommit, Unstorable } from './group-commit.js';
import { LastSeen } from './last-seen.js';
import { KindCounts } from './kind-counts.js';
import { Quarantine } from '../quarantine/quarantine.js';

/** One push as it came off the wire. */
export interface Delivery {
  raw: Buffer;
  contentType: string | null;
  /** The address it came from. */
  source: string;
  at: Date;
  /** Somebody with the right to has let it in: a link that we opened ourselves, or a replay. */
  trusted?: true;
}

export type Answer =
  | { status: 'stored' | 'duplicate'; id: string }
  | { status: 'recorded' | 'ignored' }
  | { status: 'quarantined'; id: string; errors: Fault[] };

/**
 * The only door: recognise -> validate -> write. The webhook, the PBX link and the quarantine's replay all come through
 * here. When `receive` resolves, what it says is committed.
 */
@Injectable()
export class Intake {
  /** How many events of each fate since the start. */
  readonly counts = {
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
    const answer = await this.take(delivery);
    this.counts[answer.status] += 1;
    return answer;
  }

  /** For a sender who may not push: kept apart from what known PBXes send, and never answered 200. */
  async reject(delivery: Delivery, { status, detail }: Refusal): Promise<never> {
    this.counts.rejected += 1;
    const quarantined = await this.quarantine.reject(delivery, detail);
    throw new Problem(status, detail, quarantined === null ? {} : { quarantined });
  }

  /** Tries a refused body again, for somebody with the right to. What still cannot be taken stays as it was. */
  async replay(delivery: Delivery): Promise<Answer | { status: 'refused'; errors: Fault[] }> {
    const reading = readEvent(delivery.raw);
    if ('faults' in reading) return { status: 'refused', errors: reading.faults };
    const answer = await this.keep(reading.event, delivery);
    if ('faults' in answer) return { status: 'refused', errors: answer.faults };
    this.counts[answer.status] += 1;
    return answer;
  }

  private async take(delivery: Delivery): Promise<Answer> {
    const reading = readEvent(delivery.raw);
    if ('faults' in reading) return this.refuse(delivery, reading.faults);
    const stranger = delivery.trusted ? null : this.access.checkSerial(reading.event.sn);
    if (stranger) return this.reject(delivery, stranger);
    this.lastSeen.note(reading.event, delivery.at);
    const answer = await this.keep(reading.event, delivery);
    return 'faults' in answer ? this.refuse(delivery, answer.faults) : answer;
  }

  /** The answer, or why the database will never take this event. */
  private async keep(event: PbxEvent, delivery: Delivery): Promise<Answer | { faults: Fault[] }> {
    try {
      const answer = await this.write(event, delivery);
      this.kinds.count(event);
      return answer;
    } catch (error) {
      if (!(error instanceof Unstorable)) throw error;
      return { faults: [{ path: '', message: `the database cannot keep this event: ${error.message}` }] };
    }
  }

  private async write(event: PbxEvent, { raw, at }: Delivery): Promise<Answer> {
    switch (event.what) {
      case 'other':
        return { status: 'ignored' };
      case 'transfer':
        return this.keepTransfer(event, raw, at);
      default:
        return this.keepCallEvent(event, raw, at);
    }
  }

  private async keepTransfer(event: TransferEvent, raw: Buffer, at: Date): Promise<Answer> {
    const { digest, forever } = identity(event);
    const transfer = toTransfer(event, at);
    const written = await this.commits.add({
      what: 'transfer',
      transfer,
      identity: digest,
      forever,
      deliveries: 1,
      raw,
    });
    return {
      status: written.status === 'stored' ? 'stored' : 'duplicate',
      id: written.id,
    };
  }

  private async keepCallEvent(event: CallEvent, raw: Buffer, at: Date): Promise<Answer> {
    const digest = hash('sha256', raw);
    await this.commits.add({
      what: 'event',
      id: newId(),
      event,
      receivedAt: at,
      digest,
      raw,
    });
    return { status: 'recorded' };
  }

  /** 400 the first time; 200 when the same body comes again, so that the PBX stops. */
  private async refuse(delivery: Delivery, errors: Fault[]): Promise<Answer> {
    const { id, again } = await this.quarantine.keep(delivery, errors);
    if (again) return { status: 'quarantined', id, errors };
    this.counts.refused += 1;
    throw new Problem(400, refusal(errors), { errors, quarantined: id });
  }
}

/** What the event alone says; its story follows. */
export function toTransfer(event: TransferEvent, receivedAt: Date): Transfer {
  const { dialect, sn, callid, members } = event;
  return {
    id: newId(),
    dialect,
    sn,
    callid,
    members,
    receivedAt,
    callStartedAt: callStart(callid),
    ...attribute(members, traitsOf(dialect).transferor),
  };
}

function refusal(errors: Fault[]): string {
  const first = errors[0]!;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more in errors)` : '';
  return `This event cannot be taken: ${first.path ? `${first.path} ` : ''}${first.message}${more}. Its bytes are kept in quarantine.`;
}
