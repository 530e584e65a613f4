import type { Random } from '../../../../src/simulator/random.js';
import type { HappenedCall, Leg, LegStatus, Party, TrueTransfer } from './call.js';

export type Outcome = TrueTransfer['outcome'];

/** A call as it goes on: each step adds its legs, and the clock stands where the last one ended. */
export class CallUnderWay {
  readonly legs: Leg[] = [];
  readonly transfers: TrueTransfer[] = [];
  readonly forwards: HappenedCall['forwards'] = [];

  constructor(
    readonly random: Random,
    /** Unix seconds. */
    public now: number,
    readonly callid: string,
    /** For a second call of the same phone. */
    private readonly nextCallid: (startedAt: number) => string,
  ) {}

  /** The one rings the other, who answers; they talk and one of them hangs up. */
  talk(from: Party, to: Party, ring = this.random.between(2, 18), talk = this.random.between(15, 200)): Leg {
    const answeredAt = this.now + ring;
    const end = { by: this.random.pick([from, to]), how: 'hung up' as const };
    return this.add({ from, to, answeredAt, endedAt: answeredAt + talk, status: 'ANSWERED', end });
  }

  /** The one rings the other, and nobody answers. */
  miss(from: Party, to: Party, status: Exclude<LegStatus, 'ANSWERED'>): Leg {
    const isRefused = status === 'BUSY' || status === 'FAILED';
    const endedAt = this.now + (isRefused ? this.random.between(0, 2) : this.random.between(8, 30));
    const end =
      status === 'ABANDONED'
        ? { by: from, how: 'hung up' as const }
        : { by: to, how: 'did not answer' as const };
    return this.add({ from, to, answeredAt: null, endedAt, status, end });
  }

  /** A queue rings one extension and the call is theirs: a record for the queue and one for the extension, with the same times. */
  queue(from: Party, queue: Party, agent: Party): Leg {
    const waiting = this.talk(from, queue);
    waiting.takenBy = agent;
    const leg = { ...waiting, to: agent, takenBy: null, end: { ...waiting.end, by: from } };
    waiting.end = leg.end;
    this.legs.push(leg);
    return leg;
  }

  /** A queue's leg lasts as long as the one of the extension that took the call, whatever became of it. */
  close(): void {
    this.legs.forEach((leg, n) => {
      if (leg.takenBy) leg.endedAt = this.legs[n + 1]!.endedAt;
    });
  }

  /**
   * A blind transfer: the transferor sends the other party of the leg to the target and hangs up. For a
   * queue, name the agent.
   */
  blind(leg: Leg, transferor: Party, target: Party, outcome: Outcome, agent: Party | null = null): Leg {
    const transferee = leg.from === transferor ? leg.to : leg.from;
    leg.end = { by: transferor, how: 'blind transferred' };
    const answeredBy = outcome === 'answered' ? (agent ?? target) : null;
    this.transfers.push({
      ...{ callid: this.callid, at: leg.endedAt, kind: 'blind' },
      ...{ transferor, transferee, target, answeredBy, outcome },
    });
    this.now = leg.endedAt;
    if (outcome === 'answered')
      return agent ? this.queue(transferee, target, agent) : this.talk(transferee, target);
    const missed = this.miss(transferee, target, this.statusOf(outcome));
    return outcome === 'returned' ? this.talk(transferee, transferor) : missed;
  }

  /** The transferor asks the target first, by `*3` in the same call or on a second line, and then leaves the two of them. */
  attended(
    leg: Leg,
    transferor: Party,
    target: Party,
    outcome: 'answered' | 'unanswered' | 'abandoned',
  ): Leg {
    const transferee = leg.from === transferor ? leg.to : leg.from;
    const consultation = this.consult(leg, transferor, target, outcome === 'answered');
    leg.end = { by: transferor, how: 'attended transferred' };
    const at = consultation.endedAt;
    const answeredBy = outcome === 'answered' ? target : null;
    this.transfers.push({
      ...{ callid: this.callid, at, kind: 'attended' },
      ...{ transferor, transferee, target, answeredBy, outcome },
    });
    const merged =
      outcome === 'answered'
        ? this.talk(transferee, target, 0)
        : this.miss(transferee, target, this.statusOf(outcome));
    merged.continues = consultation;
    // The record of a merged leg starts at the merge, or already where the consultation did.
    if (outcome === 'answered' && this.random.chance(0.5))
      Object.assign(merged, { startedAt: consultation.startedAt, answeredAt: consultation.answeredAt });
    return merged;
  }

  /** Asked, and then taken back: the first two go on talking, and nothing was transferred. */
  abortedConsultation(leg: Leg, asking: Party, asked: Party): void {
    this.consult(leg, asking, asked, this.random.chance(0.7));
    leg.endedAt = this.now += this.random.between(10, 60);
  }

  /** The leg waits meanwhile, so it lasts until the consultation ends, or longer. */
  private consult(leg: Leg, asking: Party, asked: Party, isAnswered: boolean): Leg {
    this.now = leg.endedAt;
    const consultation = isAnswered
      ? this.talk(asking, asked, this.random.between(2, 12), this.random.between(4, 25))
      : this.miss(asking, asked, 'NO ANSWER');
    if (this.random.chance(0.5)) consultation.callid = this.nextCallid(consultation.startedAt);
    consultation.end = { by: asking, how: 'hung up' };
    leg.endedAt = consultation.endedAt;
    return consultation;
  }

  private statusOf(outcome: Outcome): Exclude<LegStatus, 'ANSWERED'> {
    if (outcome === 'failed') return this.random.pick(['BUSY', 'FAILED'] as const);
    if (outcome === 'abandoned') return 'ABANDONED';
    return outcome === 'unanswered' && this.random.chance(0.25) ? 'VOICEMAIL' : 'NO ANSWER';
  }

  private add(leg: Omit<Leg, 'callid' | 'startedAt' | 'takenBy' | 'continues'>): Leg {
    const added: Leg = { ...leg, callid: this.callid, startedAt: this.now, takenBy: null, continues: null };
    this.legs.push(added);
    this.now = leg.endedAt;
    return added;
  }
}
