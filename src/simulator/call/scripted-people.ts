import type { People, Ringing } from '../dial-plan/ringing.js';
import type { Channel } from '../pbx/channel.js';

interface Reaction {
  act: 'answers' | 'declines';
  afterMs: number;
}

/** People do what the call script says; a phone of which it says nothing rings on. */
export class ScriptedPeople implements People {
  private readonly reactions = new Map<string, Reaction>();
  private onTalk: (channel: Channel) => void = () => {};

  constructor(private readonly ringing: Ringing) {}

  /** What this one does so long after his phones ring for the next time. */
  will(owner: string, act: Reaction['act'], afterMs: number): void {
    this.reactions.set(owner, { act, afterMs });
  }

  /** The next one who is connected. */
  next(then: (channel: Channel) => void): void {
    this.onTalk = then;
  }

  rings(leg: Channel): void {
    const reaction = this.reactions.get(leg.owner);
    if (!reaction) return;
    this.reactions.delete(leg.owner);
    this.ringing.exchange.agenda.after(reaction.afterMs, () =>
      reaction.act === 'answers' ? this.ringing.answer(leg) : this.ringing.decline(leg),
    );
  }

  waits(): void {}

  talks(channel: Channel): void {
    this.onTalk(channel);
    this.onTalk = () => {};
  }
}
