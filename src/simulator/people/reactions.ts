import type { Channel, Dial, Journey } from '../pbx/channel.js';
import type { Ringing } from '../dial-plan/ringing.js';

/** What people do when a phone rings, and for how long they wait. */
export class Reactions {
  private readonly decided = new WeakMap<Dial, Set<string>>();

  constructor(
    private readonly ringing: Ringing,
    /** Puts the call that somebody has on hold, so that he can take another. */
    private readonly makeFree: (owner: string) => void,
  ) {}

  /** One decision for all the phones of one person that ring at once. */
  rings(leg: Channel): void {
    const { exchange, plan } = this.ringing;
    const { choices, agenda } = exchange;
    const { dial, owner } = leg;
    if (!dial) return;
    const known = this.decided.get(dial) ?? new Set();
    this.decided.set(dial, known);
    if (known.has(owner)) return;
    known.add(owner);
    const isColleague = plan.extension(owner) !== null;
    const isFirst = dial.journey.transfer === null && !dial.journey.isConsultation;
    const act = choices.weighted(`${owner} reacts how`, {
      answers: isFirst ? 170 : 60,
      ignores: 25,
      declines: 9,
      'is helped': isColleague && dial.purpose === 'call' ? 6 : 0,
    });
    const after = choices.between(`${owner} reacts`, 1000, 14_000);
    if (act === 'ignores') return;
    agenda.after(after, () => {
      if (act === 'declines') this.ringing.decline(leg);
      else if (act === 'is helped') this.pickUp(dial);
      else this.answer(dial, owner);
    });
  }

  private answer(dial: Dial, owner: string): void {
    if (dial.isOver) return;
    const own = dial.legs.filter((leg) => leg.owner === owner && !leg.gone);
    if (own.length === 0) return;
    this.makeFree(owner);
    this.ringing.answer(this.ringing.exchange.choices.pick(`${owner} takes the phone`, own));
  }

  /** A colleague who is free takes the call over. */
  private pickUp(dial: Dial): void {
    const { exchange, plan } = this.ringing;
    if (dial.isOver) return;
    const there = new Set([...exchange.channels].map(({ owner }) => owner));
    const free = plan.of('ext').filter(({ number, isRegistered }) => isRegistered && !there.has(number));
    if (free.length === 0) return;
    this.ringing.pickUp(dial, { kind: 'ext', number: exchange.choices.pick('who picks up', free).number });
  }

  /** Some lose patience before anybody takes the call. */
  waits(journey: Journey): void {
    const { plan, exchange } = this.ringing;
    const { choices, agenda } = exchange;
    const { channel, dialled } = journey;
    const isQueue = plan.find(dialled).kind === 'queue';
    const patience = choices.weighted(`${channel.owner} waits`, { long: 7, short: isQueue ? 12 : 3 });
    const seconds = choices.between(`${channel.owner} patience`, 2, 60);
    if (patience === 'long') return;
    agenda.after(seconds * 1000, () => {
      const isWaiting = channel.journey === journey && journey.channel === channel && !journey.taker;
      if (isWaiting && !channel.gone && !channel.bridge)
        this.ringing.exchange.release([channel], { byOwner: true, peer: journey.dial?.legs[0] });
    });
  }
}
