import type { Steps } from '../pbx/agenda.js';
import type { Channel } from '../pbx/channel.js';
import type { Ringing } from '../dial-plan/ringing.js';
import type { SideFeatures } from '../features/side-features.js';
import type { Consultations } from '../features/consultations.js';
import type { Transfers } from '../features/transfers.js';
import { Questions } from './questions.js';

/** A call that somebody has put on hold to take another. */
interface OnHold {
  by: Channel;
  rest: Channel;
}

/** What those who are connected do: they talk, and then one of them hangs up, hands the call on, asks a colleague, parks. */
export class Talk {
  private readonly onHold = new Map<string, OnHold>();
  private readonly questions: Questions;
  /** How many things are still done; afterwards people only talk and hang up. */
  private actsLeft: number;

  constructor(
    private readonly ringing: Ringing,
    private readonly transfers: Transfers,
    private readonly consultations: Consultations,
    private readonly features: SideFeatures,
    private readonly numbers: () => string,
  ) {
    this.questions = new Questions(ringing, consultations, features);
    this.actsLeft = ringing.exchange.choices.between('acts', 1, 5);
  }

  private get exchange() {
    return this.ringing.exchange;
  }

  /** The call that the owner has waits while he takes another. */
  makeFree(owner: string): void {
    const own = [...this.exchange.channels].find(
      (channel) => channel.owner === owner && channel.bridge?.channels.size === 2,
    );
    const rest = own && otherOf(own);
    if (!own || !rest || this.questions.isAsking(own) || this.questions.isAsking(rest)) return;
    this.onHold.set(owner, { by: own, rest });
    this.exchange.showStates(rest.call, [{ channel: rest, state: 'HOLD' }]);
  }

  talks(channel: Channel): void {
    const asked = this.questions.questionOf(channel);
    if (asked) this.questions.answered(asked);
    else this.exchange.agenda.start(this.talk(channel));
  }

  private *talk(channel: Channel): Steps {
    const { choices } = this.exchange;
    const there = [...(channel.bridge?.channels ?? [])];
    const isStill = () =>
      there.length > 1 &&
      there.every((one) => !one.gone && one.bridge === channel.bridge) &&
      channel.bridge?.channels.size === there.length;
    for (;;) {
      const isShort = choices.chance('talk is short', 0.3);
      yield choices.between('talk', isShort ? 1500 : 5000, isShort ? 8000 : 80_000);
      if (!isStill() || there.some((one) => this.questions.isAsking(one))) return;
      if (this.waits(there)) continue;
      if (!(yield* this.act(there))) return;
    }
  }

  /** Whether one of them has another call; when that is over he comes back to this one. */
  private waits(there: Channel[]): boolean {
    for (const [owner, { by, rest }] of this.onHold) {
      if (!there.includes(by)) continue;
      if ([...this.exchange.channels].some((one) => one.owner === owner && one !== by)) return true;
      this.onHold.delete(owner);
      this.exchange.showStates(rest.call, [{ channel: rest, state: 'ANSWERED', peer: by }]);
      return true;
    }
    return false;
  }

  /** One of them does something; true where they talk on. */
  private *act(there: Channel[]): Steps<boolean> {
    const { exchange, ringing } = this;
    const { choices } = exchange;
    const able = there.filter(({ party, owner }) => party.kind === 'ext' && ringing.plan.extension(owner));
    const by = able.length === 0 ? undefined : choices.pick('who acts', able);
    const rest = by && otherOf(by);
    if (!by || !rest || there.length > 2 || this.actsLeft <= 0) return this.hangUp(there);
    const held = this.onHold.get(by.owner);
    const canMerge =
      held && held.by !== by && !held.by.gone && !held.rest.gone && held.by.bridge === held.rest.bridge;
    const act = choices.weighted(`${by.owner} acts`, {
      'hang up': 40,
      blind: 26,
      ask: 20,
      api: 3,
      hold: 6,
      park: 3,
      merge: canMerge ? 90 : 0,
    });
    if (act === 'hang up') return this.hangUp(there);
    this.actsLeft -= 1;
    if (act === 'hold') return yield* this.hold(rest, by);
    if (act === 'park') exchange.agenda.start(this.park(by, rest));
    else if (act === 'merge' && held) {
      this.onHold.delete(by.owner);
      this.consultations.merge(by, rest, held.by, held.rest);
    } else if (act === 'ask') this.questions.ask(by, rest, this.numberFor(by, rest));
    else this.transfers.blind(by, rest, this.numberFor(by, rest), act === 'blind');
    return false;
  }

  /** Somebody who asked a colleague tells him that a call comes, and sends it there. */
  private numberFor(by: Channel, rest: Channel): string {
    const before = this.questions.lastAsked(by);
    if (before !== null && this.exchange.choices.chance('to the one asked', 0.5)) return before;
    for (;;) {
      const number = this.numbers();
      if (number !== by.owner && !rest.owner.endsWith(number.replace(/^9(?=[0+])/, ''))) return number;
    }
  }

  private hangUp(there: Channel[]): false {
    const { exchange } = this;
    const first = exchange.choices.pick('who hangs up', there);
    const others = there.filter((one) => one !== first);
    if (others.length === 1) exchange.release([first, others[0]!], { byOwner: true });
    else {
      exchange.release([first], { byOwner: true, peer: others[0] });
      this.talks(others[0]!);
    }
    return false;
  }

  private *hold(rest: Channel, by: Channel): Steps<true> {
    const { exchange } = this;
    exchange.showStates(rest.call, [{ channel: rest, state: 'HOLD' }]);
    yield exchange.choices.between('hold', 3000, 40_000);
    if (!rest.gone && !by.gone)
      exchange.showStates(rest.call, [{ channel: rest, state: 'ANSWERED', peer: by }]);
    return true;
  }

  private *park(by: Channel, rest: Channel): Steps {
    const { choices } = this.exchange;
    this.features.park(by, rest);
    yield choices.between('parked', 4000, 40_000);
    const free = this.ringing.plan
      .of('ext')
      .filter(({ number }) => ![...this.exchange.channels].some(({ owner }) => owner === number));
    if (free.length === 0 || choices.chance('nobody comes', 0.2)) this.features.letGo(rest);
    else this.features.retrieve(rest, choices.pick('who comes', free).number, '6900');
  }
}

export function otherOf(channel: Channel): Channel | undefined {
  return [...(channel.bridge?.channels ?? [])].find((one) => one !== channel);
}
