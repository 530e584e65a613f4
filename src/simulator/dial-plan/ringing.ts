import type { Steps } from '../pbx/agenda.js';
import {
  type SwitchedCall,
  type Channel,
  type Dial,
  numberOf,
  type ChannelParty,
  type Journey,
} from '../pbx/channel.js';
import type { DialPlan, ExtensionPlace } from './dial-plan.js';
import { type Exchange, up } from '../pbx/exchange.js';

/** What people do when a phone rings, when they wait, and when they are connected. */
export interface People {
  rings: (leg: Channel) => void;
  waits: (journey: Journey) => void;
  talks: (channel: Channel) => void;
}

/** A phone to ring: the party it shows as, and who sits at it. */
export interface Phone {
  party: ChannelParty;
  owner: string;
}

export interface RingOptions {
  number: string;
  seconds: number;
  callpath?: string | undefined;
  purpose?: Dial['purpose'];
  /** Where the phones ring under another call id, and join only when one answers. */
  call?: SwitchedCall;
}

/** Rings phones for somebody, and connects the one that answers. */
export class Ringing {
  people: People;

  constructor(
    readonly exchange: Exchange,
    readonly plan: DialPlan,
  ) {}

  phonesOf({ number, devices, twin }: ExtensionPlace, caller: Channel): Phone[] {
    const own = Array.from({ length: devices }, (): Phone => ({
      party: { kind: 'ext', number },
      owner: number,
    }));
    if (twin === null) return own;
    const trunkname = this.plan.trunks[0]!;
    const party: ChannelParty = { kind: 'outbound', from: numberOf(caller.party), to: twin, trunkname };
    return [...own, { party, owner: number }];
  }

  *ring(
    journey: Journey,
    phones: Phone[],
    options: RingOptions,
  ): Steps<'answered' | 'timeout' | 'declined' | 'gone'> {
    const { exchange } = this;
    const word = yield exchange.choices.between('ring delay', 40, 400);
    if (word === 'gone' || journey.channel.gone) return 'gone';
    const dial = this.startDial(journey, phones, options);
    const woken = yield options.seconds * 1000;
    const result = woken === 'answered' || woken === 'declined' || woken === 'gone' ? woken : 'timeout';
    if (result === 'timeout' || result === 'gone') {
      if (result === 'gone') yield exchange.choices.between('stop delay', 3, 25);
      this.stop(dial);
    }
    return result;
  }

  private startDial(journey: Journey, phones: Phone[], options: RingOptions): Dial {
    const { exchange } = this;
    const { number, purpose = 'call', callpath } = options;
    const dial: Dial = { journey, number, purpose, legs: [], startedAt: exchange.now, isOver: false };
    const caller = journey.channel;
    const call = options.call ?? caller.call;
    if (callpath !== undefined && exchange.firmware.pathOnCaller) caller.callpath = callpath;
    dial.legs = phones.map(({ party, owner }) => {
      const leg = exchange.seize(call, party, owner, callpath);
      leg.dial = dial;
      return leg;
    });
    const showsRinging =
      caller.state === null || (exchange.firmware.ringsBack && purpose === 'call' && !this.isHeld(caller));
    exchange.showStates(call, [
      ...(showsRinging && call === caller.call ? [{ channel: caller, state: 'ALERT' as const }] : []),
      ...dial.legs.map((leg) => ({ channel: leg, state: 'RING' as const, peer: caller })),
    ]);
    journey.dial = dial;
    if (purpose === 'call') journey.hasRung = true;
    for (const leg of dial.legs) this.people.rings(leg);
    return dial;
  }

  /** A channel that asks a colleague in the same call keeps showing as talking. */
  private isHeld(caller: Channel): boolean {
    return caller.call.channels.some(({ state }) => state === 'HOLD');
  }

  answer(leg: Channel): void {
    const { dial } = leg;
    if (!dial || dial.isOver || leg.gone) return;
    this.connect(dial, leg);
  }

  /** A colleague takes the ringing call over. */
  pickUp(dial: Dial, party: ChannelParty): Channel | null {
    if (dial.isOver || dial.journey.channel.gone) return null;
    const taker = this.exchange.seize(dial.journey.channel.call, party);
    taker.dial = dial;
    this.connect(dial, taker);
    return taker;
  }

  private connect(dial: Dial, taker: Channel): void {
    const { exchange } = this;
    const { journey } = dial;
    const caller = journey.channel;
    const others = dial.legs.filter((leg) => leg !== taker && !leg.gone);
    const isPickup = !dial.legs.includes(taker);
    dial.isOver = true;
    journey.taker = taker;
    exchange.move(taker, caller.call);
    exchange.join(caller, taker);
    if (isPickup)
      exchange.showStates(caller.call, [
        { channel: taker, state: 'ANSWERED', peer: caller },
        { channel: caller, state: 'ANSWERED', peer: taker },
      ]);
    else exchange.showStates(caller.call, up(caller, taker));
    if (others.length > 0)
      exchange.release(others, {
        at: exchange.now + exchange.choices.between('others stop', 4, 30),
        peer: caller,
      });
    journey.process?.wake('answered');
    this.people.talks(taker);
  }

  decline(leg: Channel): void {
    const { dial } = leg;
    if (!dial || dial.isOver || leg.gone) return;
    dial.legs = dial.legs.filter((one) => one !== leg);
    this.exchange.release([leg], { peer: dial.journey.channel });
    // One who declines does so for all phones of the same extension.
    const own = dial.legs.filter(({ owner }) => owner === leg.owner);
    dial.legs = dial.legs.filter(({ owner }) => owner !== leg.owner);
    this.exchange.release(own, { peer: dial.journey.channel });
    if (dial.legs.length > 0) return;
    dial.isOver = true;
    dial.journey.process?.wake('declined');
  }

  private stop(dial: Dial): void {
    dial.isOver = true;
    this.exchange.release(dial.legs, { peer: dial.journey.channel });
  }
}
