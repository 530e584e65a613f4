import {
  type Channel,
  numberOf,
  type Arrival,
  type Journey,
  type PlaceKind,
  type TransferAct,
} from '../pbx/channel.js';
import { up } from '../pbx/exchange.js';
import { beginJourney } from '../dial-plan/journey.js';
import type { Transfers } from './transfers.js';

/** Somebody asks a colleague while the other waits on hold. */
export interface OpenQuestion {
  /** The one who asks, at the call that waits; and who waits there. */
  by: Channel;
  rest: Channel;
  /** The channel with which he asks: the same one, or that of his second line. */
  asker: Channel;
  journey: Journey;
  number: string;
  startedAt: number;
  /** The transfer that it led to; null while there is none. */
  act: TransferAct | null;
}

/** Consultations, which end in an attended transfer or in nothing. */
export class Consultations {
  constructor(private readonly transfers: Transfers) {}

  private get routing() {
    return this.transfers.routing;
  }

  private get exchange() {
    return this.routing.ringing.exchange;
  }

  ask(
    by: Channel,
    rest: Channel,
    number: string,
    how: 'same id' | 'own id',
    then: (asked: OpenQuestion, arrival: Arrival) => void,
  ): OpenQuestion {
    const { exchange } = this;
    exchange.showStates(rest.call, [{ channel: rest, state: 'HOLD' }]);
    if (how === 'same id') exchange.part(by);
    const asker = how === 'same id' ? by : exchange.seize(exchange.openCall(), by.party, by.owner);
    const asked: OpenQuestion = {
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
        if (!asked.act) return then(asked, arrival);
        this.leave(asked);
        this.transfers.afterwards(asked.act, journey, arrival);
      },
      true,
    );
    return asked;
  }

  /** The one who waits is joined with the one who was asked, or waits on for him while he still rings. */
  complete(asked: OpenQuestion): void {
    const { exchange } = this;
    const { by, rest, journey, number } = asked;
    const partner = journey.taker;
    const act = this.transfers.act({
      by,
      rest,
      how: 'attended',
      reported: true,
      dialled: this.transfers.dialled(number),
      partner,
    });
    asked.act = act;
    act.ledTo.push(...journey.ledTo);
    journey.transfer = act;
    exchange.transfer(act);
    exchange.legs.closeOf(by, rest, number);
    if (partner) this.joinPartner(asked, partner);
    else this.handRinging(asked);
    if (partner || !exchange.firmware.lingers) this.leave(asked);
    if (partner) {
      act.arrivals.push({ at: exchange.now, arrival: 'answered', number, purpose: 'call', hasRung: true });
      this.routing.ringing.people.talks(partner);
    }
  }

  /** The one who asked leaves; where he handed on a ringing call, he can show as talking until somebody takes it. */
  private leave({ asker, by, rest }: OpenQuestion): void {
    const { exchange } = this;
    for (const channel of new Set([asker, by]))
      exchange.release([channel], {
        at: exchange.now + exchange.choices.between('bye after joining', 0, 30),
        peer: channel.call === rest.call ? rest : undefined,
      });
  }

  private joinPartner({ asker, rest, number, startedAt }: OpenQuestion, partner: Channel): void {
    const { exchange } = this;
    exchange.legs.closeOf(asker, partner);
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
    const leg = exchange.legs.open(rest, to, {
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
      if (exchange.firmware.showsTechnicalLeg) exchange.flash(rest.call, partner.owner);
      exchange.showStates(rest.call, up(rest, partner), exchange.now, exchange.firmware.tellsMerge);
    });
  }

  private handRinging({ asker, rest, journey }: OpenQuestion): void {
    const { exchange } = this;
    journey.channel = rest;
    asker.journey = null;
    rest.journey = journey;
    exchange.part(rest);
    for (const leg of journey.dial?.legs ?? []) if (!leg.gone) exchange.move(leg, rest.call);
    exchange.legs.handOn(asker, rest);
    if (exchange.firmware.ringsBack) exchange.showStates(rest.call, [{ channel: rest, state: 'ALERT' }]);
    this.routing.ringing.people.waits(journey);
  }

  /** Two calls that somebody has are made one: the caller of this one is joined with the party of an older one. */
  merge(by: Channel, rest: Channel, olderBy: Channel, partner: Channel): void {
    const { exchange } = this;
    const number = numberOf(partner.party);
    const kind: PlaceKind = partner.party.kind === 'ext' ? 'ext' : 'outside';
    const act = this.transfers.act({
      by,
      rest,
      how: 'attended',
      reported: true,
      dialled: { kind, number },
      partner,
    });
    exchange.transfer(act);
    exchange.legs.closeOf(by, rest, number);
    exchange.legs.closeOf(olderBy, partner);
    exchange.part(partner);
    exchange.part(rest);
    exchange.move(partner, rest.call);
    exchange.join(rest, partner);
    this.openJoinedLeg(rest, partner, number, exchange.now);
    for (const channel of [olderBy, by])
      exchange.release([channel], {
        at: exchange.now + exchange.choices.between('bye after joining', 0, 30),
        peer: channel.call === rest.call ? rest : undefined,
      });
    act.arrivals.push({ at: exchange.now, arrival: 'answered', number, purpose: 'call', hasRung: true });
    this.tellJoined(rest, partner);
    this.routing.ringing.people.talks(partner);
  }

  /** Back to the one who waits; what is left of the question ends. */
  goBack({ by, rest, asker, journey }: OpenQuestion): void {
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
      exchange.showStates(rest.call, [{ channel: rest, state: 'ANSWERED', peer: by }]);
      this.routing.ringing.people.talks(by);
    });
  }
}
