import type { Channel } from '../pbx/channel.js';
import type { OpenQuestion } from './consultations.js';
import type { Routing } from '../dial-plan/routing.js';

/** Features that move a call on without a transfer event: parking and conference. */
export class SideFeatures {
  constructor(private readonly routing: Routing) {}

  private get exchange() {
    return this.routing.ringing.exchange;
  }

  /** The caller waits in a slot; the one who parked him is free. */
  park(by: Channel, rest: Channel): void {
    const { exchange } = this;
    exchange.legs.closeOf(by, rest);
    exchange.release([by], { peer: rest });
    exchange.part(rest);
    exchange.showStates(rest.call, [{ channel: rest, state: 'HOLD' }]);
  }

  /** Somebody dials the slot: his channel joins the call that is parked there. */
  retrieve(rest: Channel, number: string, slot: string): void {
    const { exchange } = this;
    if (rest.gone || rest.bridge) return;
    const call = exchange.openCall();
    const taker = exchange.seize(call, { kind: 'ext', number });
    exchange.move(taker, rest.call);
    exchange.join(rest, taker);
    const leg = exchange.legs.open(taker, slot, { answeredAt: exchange.now });
    Object.assign(leg, { callee: rest, status: 'answered' });
    exchange.showStates(rest.call, [
      { channel: taker, state: 'ANSWERED', peer: rest },
      { channel: rest, state: 'ANSWERED', peer: taker },
    ]);
    this.routing.ringing.people.talks(taker);
  }

  /** Nobody came for it: the caller is let go. */
  letGo(rest: Channel): void {
    if (!rest.gone && !rest.bridge) this.exchange.release([rest]);
  }

  /** All three talk: the one who was asked, who asked, and who waited. */
  confer({ by, rest, asker, journey }: OpenQuestion): void {
    const { exchange } = this;
    const { taker } = journey;
    if (!taker) return;
    exchange.part(taker);
    exchange.part(by);
    exchange.part(rest);
    exchange.move(taker, rest.call);
    exchange.join(rest, by, taker);
    if (asker !== by) exchange.release([asker], { peer: taker });
    exchange.showStates(rest.call, [
      { channel: taker, state: 'ANSWER', peer: by },
      { channel: rest, state: 'ANSWERED', peer: by },
    ]);
    this.routing.ringing.people.talks(taker);
  }
}
