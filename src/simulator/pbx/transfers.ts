import type { Steps } from './agenda.js';
import { type Channel, numberOf } from './channel.js';
import type { Extension } from './dial-plan.js';
import { up } from './exchange.js';
import type { PlaceKind, TransferAct } from './journal.js';
import { type Arrival, beginJourney, type Journey } from './journey.js';
import type { Routing } from './routing.js';

/** Somebody asks a colleague while the other waits on hold. */
export interface Consultation {
  /** The one who asks, at the call that waits; and who waits there. */
  by: Channel;
  rest: Channel;
  /** The channel with which he asks: the same one, or that of his second line. */
  asker: Channel;
  journey: Journey;
  number: string;
  startedAt: number;
  /** Once the call was handed on. */
  act: TransferAct | null;
}

/** What an extension does to hand a call on. */
export class Transfers {
  constructor(readonly routing: Routing) {}

  private get exchange() {
    return this.routing.ringing.exchange;
  }

  /** The call is sent to a number, by keys that the PBX reports or through its API, of which it says nothing. */
  blind(by: Channel, rest: Channel, number: string, reported = true): void {
    const { exchange } = this;
    const act = this.act({ by, rest, how: 'blind', reported, dialled: this.dialled(number) });
    exchange.transfer(act);
    exchange.closeLegOf(by, rest, number);
    const lingers = exchange.firmware.lingers && reported;
    if (lingers) exchange.part(by);
    else
      exchange.release([by], {
        at: exchange.now + exchange.choices.between('bye of the transferor', -15, 15),
        peer: rest,
      });
    exchange.part(rest);
    this.routing.lead(rest, number, act, (journey, arrival) => {
      if (lingers)
        exchange.release([by], {
          at: exchange.now + exchange.choices.between('lingering bye', 1, 40),
          peer: rest,
        });
      this.afterwards(act, journey, arrival);
    });
  }

  ask(
    by: Channel,
    rest: Channel,
    number: string,
    how: 'same id' | 'own id',
    then: (asked: Consultation, arrival: Arrival) => void,
  ): Consultation {
    const { exchange } = this;
    exchange.tell(rest.call, [{ channel: rest, state: 'HOLD' }]);
    if (how === 'same id') exchange.part(by);
    const asker = how === 'same id' ? by : exchange.seize(exchange.openCall(), by.party, by.owner);
    const asked: Consultation = {
      by,
      rest,
      asker,
      number,
      startedAt: exchange.now,
      act: null,
      journey: beginJourney(asker, number, null, exchange.now, true),
    };
    asked.journey = this.routing.lead(
      asker,
      number,
      null,
      (journey, arrival) => {
        if (asked.act) this.afterwards(asked.act, journey, arrival);
        else then(asked, arrival);
      },
      true,
    );
    return asked;
  }

  /** The one who waits is joined with the one who was asked, or waits on for him while he still rings. */
  complete(asked: Consultation): void {
    const { exchange } = this;
    const { by, rest, asker, journey, number } = asked;
    const partner = journey.taker;
    const act = this.act({
      by,
      rest,
      how: 'attended',
      reported: true,
      dialled: this.dialled(number),
      partner,
    });
    asked.act = act;
    journey.transfer = act;
    exchange.transfer(act);
    exchange.closeLegOf(by, rest, number);
    if (partner) this.joinPartner(asked, partner);
    else this.handRinging(asked);
    for (const channel of new Set([asker, by]))
      exchange.release([channel], {
        at: exchange.now + exchange.choices.between('bye after joining', 0, 30),
        peer: rest,
      });
    if (partner) {
      act.arrivals.push({ at: exchange.now, arrival: 'answered', number, purpose: 'call', hasRung: true });
      this.routing.ringing.people.talks(partner);
    }
  }

  private joinPartner({ asker, rest, number, startedAt }: Consultation, partner: Channel): void {
    const { exchange } = this;
    exchange.closeLegOf(asker, partner);
    exchange.part(partner);
    exchange.part(rest);
    exchange.move(partner, rest.call);
    exchange.join(rest, partner);
    this.openJoinedLeg(rest, partner, number, startedAt);
    this.tellJoined(rest, partner);
  }

  private openJoinedLeg(rest: Channel, partner: Channel, to: string, startedAt: number): void {
    const { exchange } = this;
    const { mergeRecordFrom } = exchange.firmware;
    const leg = exchange.openLeg(rest, to, {
      startedAt: mergeRecordFrom === 'consultation' ? startedAt : exchange.now,
      answeredAt: exchange.now,
      transferred: true,
      ...(partner.owner !== to && partner.party.kind === 'ext' && { answeredBy: partner.owner }),
      targetTrunk: partner.party.kind === 'ext' ? null : partner.party.trunkname,
    });
    Object.assign(leg, { callee: partner, status: 'answered' });
  }

  private tellJoined(rest: Channel, partner: Channel): void {
    const { exchange } = this;
    exchange.agenda.after(exchange.choices.between('joined', 20, 200), () => {
      if (rest.gone || partner.gone || rest.bridge !== partner.bridge) return;
      exchange.tell(rest.call, up(rest, partner), exchange.now, exchange.firmware.tellsMerge);
    });
  }

  private handRinging({ asker, rest, journey }: Consultation): void {
    const { exchange } = this;
    journey.channel = rest;
    asker.journey = null;
    rest.journey = journey;
    exchange.part(rest);
    for (const leg of journey.dial?.legs ?? []) if (!leg.gone) exchange.move(leg, rest.call);
    exchange.handLeg(asker, rest);
    if (exchange.firmware.ringsBack) exchange.tell(rest.call, [{ channel: rest, state: 'ALERT' }]);
    this.routing.ringing.people.waits(journey);
  }

  /** Two calls that somebody has are made one: the caller of this one is joined with the party of an older one. */
  merge(by: Channel, rest: Channel, olderBy: Channel, partner: Channel): void {
    const { exchange } = this;
    const number = numberOf(partner.party);
    const kind: PlaceKind = partner.party.kind === 'ext' ? 'ext' : 'outside';
    const act = this.act({ by, rest, how: 'attended', reported: true, dialled: { kind, number }, partner });
    exchange.transfer(act);
    exchange.closeLegOf(by, rest, number);
    exchange.closeLegOf(olderBy, partner);
    exchange.part(partner);
    exchange.part(rest);
    exchange.move(partner, rest.call);
    exchange.join(rest, partner);
    this.openJoinedLeg(rest, partner, number, exchange.now);
    for (const channel of [olderBy, by])
      exchange.release([channel], {
        at: exchange.now + exchange.choices.between('bye after joining', 0, 30),
        peer: rest,
      });
    act.arrivals.push({ at: exchange.now, arrival: 'answered', number, purpose: 'call', hasRung: true });
    this.tellJoined(rest, partner);
    this.routing.ringing.people.talks(partner);
  }

  /** Back to the one who waits; what is left of the question ends. */
  goBack({ by, rest, asker, journey }: Consultation): void {
    const { exchange } = this;
    const other = journey.taker;
    if (asker !== by) exchange.release([asker, ...(other ? [other] : [])]);
    else {
      if (other) exchange.release([other], { peer: asker });
      if (journey.process && !journey.taker) journey.process.wake('gone');
    }
    exchange.agenda.after(exchange.choices.between('back', 100, 1500), () => {
      if (by.gone || rest.gone) return;
      exchange.join(rest, by);
      exchange.tell(rest.call, [{ channel: rest, state: 'ANSWERED', peer: by }]);
      this.routing.ringing.people.talks(by);
    });
  }

  /** Where nobody took it: the transferor is called back, or the caller is let go. */
  private afterwards(act: TransferAct, journey: Journey, arrival: Arrival): void {
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

  private recall(act: TransferAct, rest: Channel, extension: Extension): void {
    const { exchange, routing } = this;
    const { number } = extension;
    const journey = beginJourney(rest, number, act, exchange.now);
    journey.process = exchange.agenda.start(this.callBack(act, journey, extension));
    routing.ringing.people.waits(journey);
  }

  private *callBack(act: TransferAct, journey: Journey, extension: Extension): Steps {
    const { exchange, routing } = this;
    const { ringing } = routing;
    const { channel: rest } = journey;
    const { number, ringSeconds: seconds } = extension;
    const leg = exchange.openLeg(rest, number, { transferred: true });
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

  private dialled(number: string): TransferAct['dialled'] {
    const place = this.routing.ringing.plan.find(number);
    return { kind: place.kind, number: place.kind === 'voicemail' ? place.owner : place.number };
  }

  private act(
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
