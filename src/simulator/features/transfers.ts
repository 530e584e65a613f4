import type { Steps } from '../pbx/agenda.js';
import type { Channel, Arrival, Journey, TransferAct } from '../pbx/channel.js';
import type { ExtensionPlace } from '../dial-plan/dial-plan.js';
import { beginJourney } from '../dial-plan/journey.js';
import type { Routing } from '../dial-plan/routing.js';

/** A transfer that begins now. */
export type NewAct = { by: Channel; rest: Channel; partner?: Channel | null } & Pick<
  TransferAct,
  'how' | 'reported' | 'dialled'
>;

/** What an extension does to hand a call on, and what becomes of it where nobody takes it. */
export class Transfers {
  constructor(readonly routing: Routing) {}

  private get exchange() {
    return this.routing.ringing.exchange;
  }

  /** The call is sent to a number, by keys that the PBX reports or through its API, of which it says nothing. */
  blind(by: Channel, rest: Channel, number: string, reported = true): TransferAct {
    const { exchange } = this;
    const act = this.act({ by, rest, how: 'blind', reported, dialled: this.dialled(number) });
    exchange.transfer(act);
    exchange.legs.closeOf(by, rest, number);
    const lingers = exchange.firmware.lingers && reported;
    if (lingers) exchange.part(by);
    else
      exchange.release([by], {
        at: exchange.now + exchange.choices.between('bye of the transferor', -15, 15),
        peer: rest,
      });
    exchange.part(rest);
    if (!exchange.firmware.keepsCallId) exchange.renew(rest);
    this.routing.lead(rest, number, act, (journey, arrival) => {
      if (lingers)
        exchange.release([by], {
          at: exchange.now + exchange.choices.between('lingering bye', 1, 40),
          peer: rest,
        });
      this.afterwards(act, journey, arrival);
    });
    return act;
  }

  /** Where nobody took it: the transferor is called back, or the caller is let go. */
  afterwards(act: TransferAct, journey: Journey, arrival: Arrival): void {
    const { exchange, routing } = this;
    const { channel } = journey;
    const isSettled = ['answered', 'gone', 'voicemail', 'menu'].includes(arrival);
    if (isSettled || channel.gone) return;
    const recalls =
      exchange.firmware.recall !== 'none' && act.reported && exchange.choices.chance('recall', 0.8);
    const extension = routing.ringing.plan.extension(act.transferor);
    if (recalls && extension) this.recall(act, channel, extension);
    else
      exchange.agenda.after(this.announcement(), () => {
        if (!channel.gone && !channel.bridge) exchange.release([channel]);
      });
  }

  private announcement(): number {
    const { choices } = this.exchange;
    return choices.chance('announcement', 0.5)
      ? choices.between('announced', 2000, 6000)
      : choices.between('let go', 5, 30);
  }

  private recall(act: TransferAct, rest: Channel, extension: ExtensionPlace): void {
    const { exchange, routing } = this;
    const { number } = extension;
    const journey = beginJourney(rest, number, act, exchange.now);
    journey.process = exchange.agenda.start(this.callBack(act, journey, extension));
    routing.ringing.people.waits(journey);
  }

  private *callBack(act: TransferAct, journey: Journey, extension: ExtensionPlace): Steps {
    const { exchange, routing } = this;
    const { ringing } = routing;
    const { channel: rest } = journey;
    const { number, ringSeconds: seconds } = extension;
    const leg = exchange.legs.open(rest, number, { transferred: true });
    const arrival = yield* ringing.ring(journey, ringing.phonesOf(extension, rest), {
      number,
      seconds,
      purpose: 'recall',
      ...(exchange.firmware.recall === 'new id' && { call: exchange.openCall() }),
    });
    rest.journey = null;
    act.arrivals.push({ at: exchange.now, arrival, number, purpose: 'recall', hasRung: true });
    if (arrival === 'answered') {
      Object.assign(leg, { callee: journey.taker, status: 'answered' });
      leg.record.answeredAt = exchange.now;
    } else if (!rest.gone) exchange.release([rest]);
  }

  dialled(number: string): TransferAct['dialled'] {
    const place = this.routing.ringing.plan.find(number);
    return { kind: place.kind, number: place.kind === 'voicemail' ? place.owner : place.number };
  }

  act(
    of: { by: Channel; rest: Channel; partner?: Channel | null } & Pick<
      TransferAct,
      'how' | 'reported' | 'dialled'
    >,
  ): TransferAct {
    const { now } = this.exchange;
    return {
      at: now,
      call: of.rest.call,
      transferor: of.by.owner,
      partner: null,
      arrivals: [],
      ledTo: [],
      forwarded: null,
      ...of,
    };
  }
}
