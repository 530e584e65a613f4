import type { Steps } from './agenda.js';
import { type Channel, numberOf } from './channel.js';
import type { Extension, Group, Mailbox, Menu, Outside, Queue } from './dial-plan.js';
import type { OpenLeg } from './exchange.js';
import type { TransferAct } from './journal.js';
import { type Arrival, beginJourney, type Journey } from './journey.js';
import type { Ringing } from './ringing.js';
import { QueueRounds } from './queue-rounds.js';

/** Leads a channel to a number, through forwards, groups, queues, menus and mailboxes. */
export class Routing {
  private readonly rounds: QueueRounds;

  constructor(readonly ringing: Ringing) {
    this.rounds = new QueueRounds(ringing);
  }

  /** Starts on the way; `then` is called when it has come to something. */
  lead(
    channel: Channel,
    number: string,
    transfer: TransferAct | null,
    then: (journey: Journey, arrival: Arrival) => void,
    isConsultation = false,
  ): Journey {
    const { exchange, people } = this.ringing;
    const journey = beginJourney(channel, number, transfer, exchange.now, isConsultation);
    const { routing, after } = { routing: this.go(journey, number, 0), after: then };
    journey.process = exchange.agenda.start(
      (function* (): Steps {
        const arrival = yield* routing;
        if (journey.channel.journey === journey) journey.channel.journey = null;
        after(journey, arrival);
      })(),
    );
    if (!isConsultation) people.waits(journey);
    return journey;
  }

  private *go(journey: Journey, number: string, depth: number): Steps<Arrival> {
    const place = this.ringing.plan.find(number);
    if (depth > 0) journey.transfer?.ledTo.push({ kind: place.kind, number });
    if (journey.channel.gone) return this.arrive(journey, number, 'gone');
    switch (place.kind) {
      case 'ext':
        return yield* this.extension(journey, place, depth);
      case 'outside':
        return yield* this.outside(journey, place);
      case 'voicemail':
        return yield* this.mailbox(journey, place);
      case 'ivr':
        return yield* this.menu(journey, place, depth);
      default:
        return yield* this.group(journey, place);
    }
  }

  private *extension(journey: Journey, place: Extension, depth: number): Steps<Arrival> {
    const { exchange } = this.ringing;
    const { number, forward } = place;
    const leg = this.openLeg(journey, number);
    if (forward?.when === 'always' && depth < 2)
      return yield* this.forward(journey, leg, place, forward.to, depth);
    if (!place.isRegistered) return yield* this.notReached(journey, leg, place, 'unreachable', depth);
    if (place.doNotDisturb || this.isBusy(place))
      return yield* this.notReached(journey, leg, place, 'busy', depth);
    const phones = this.ringing.phonesOf(place, journey.channel);
    const result = yield* this.ringing.ring(journey, phones, { number, seconds: place.ringSeconds });
    if (result === 'answered') return this.taken(journey, leg, number);
    if (result === 'gone') {
      exchange.close(leg, 'no-answer');
      return this.arrive(journey, number, 'gone');
    }
    if (result === 'timeout' && forward?.when === 'no answer' && depth < 2) {
      this.arrive(journey, number, 'timeout');
      return yield* this.forward(journey, leg, place, forward.to, depth);
    }
    if (place.hasVoicemail) return yield* this.voicemail(journey, leg, number);
    if (result === 'declined')
      this.refuse(journey, exchange.choices.pick('declined', ['486 Busy Here', '603 Decline']));
    exchange.close(
      leg,
      result === 'declined' && exchange.choices.chance('declined is busy', 0.5) ? 'busy' : 'no-answer',
    );
    return this.arrive(journey, number, result);
  }

  /** Busy, do not disturb, or not registered: no phone rings. */
  private *notReached(
    journey: Journey,
    leg: OpenLeg,
    place: Extension,
    why: 'busy' | 'unreachable',
    depth: number,
  ): Steps<Arrival> {
    const { exchange } = this.ringing;
    if (place.forward?.when === 'busy' && depth < 2)
      return yield* this.forward(journey, leg, place, place.forward.to, depth);
    yield exchange.choices.between('not reached', 20, 300);
    if (journey.channel.gone) return this.arrive(journey, place.number, 'gone');
    if (place.hasVoicemail) return yield* this.voicemail(journey, leg, place.number);
    this.refuse(journey, why === 'busy' ? '486 Busy Here' : '480 Temporarily Unavailable');
    exchange.close(leg, why === 'busy' ? 'busy' : exchange.firmware.unreachableRecord);
    return this.arrive(journey, place.number, why);
  }

  private *forward(journey: Journey, leg: OpenLeg, by: Extension, to: string, depth: number): Steps<Arrival> {
    const { exchange } = this.ringing;
    const { channel } = journey;
    exchange.journal.push({ what: 'forwarded', at: exchange.now, call: channel.call, caller: channel });
    if (exchange.firmware.forwardIsTransfer) this.reportForward(journey, by, to);
    if (exchange.firmware.forwardRecords === 'two') exchange.close(leg, 'no-answer');
    else journey.forwardedLeg = leg;
    return yield* this.go(journey, to, depth + 1);
  }

  /** v1 tells a forward as a transfer that names the caller alone. */
  private reportForward(journey: Journey, { number }: Extension, to: string): void {
    const { exchange, plan } = this.ringing;
    const { channel } = journey;
    const act: TransferAct = {
      at: exchange.now,
      call: channel.call,
      transferor: number,
      by: null,
      rest: channel,
      how: 'forward',
      reported: true,
      dialled: { kind: plan.find(to).kind, number: to },
      partner: null,
      arrivals: [],
      ledTo: [],
      forwarded: null,
    };
    if (journey.transfer) journey.transfer.forwarded = act;
    journey.transfer = act;
    exchange.transfer(act);
  }

  private *outside(journey: Journey, place: Outside): Steps<Arrival> {
    const { exchange } = this.ringing;
    const { number, sent, trunkname } = place;
    const leg = this.openLeg(journey, number, trunkname);
    const party = { kind: 'outbound' as const, from: numberOf(journey.channel.party), to: sent, trunkname };
    const seconds = exchange.choices.between('outside rings', 25, 45);
    const result = yield* this.ringing.ring(journey, [{ party, owner: sent }], { number, seconds });
    if (result === 'answered') return this.taken(journey, leg, null);
    if (result === 'declined') this.refuse(journey, '486 Busy Here');
    exchange.close(leg, result === 'declined' ? 'busy' : 'no-answer');
    return this.arrive(journey, number, result);
  }

  private *group(journey: Journey, place: Group | Queue): Steps<Arrival> {
    const leg = this.openLeg(journey, place.number);
    const arrival = yield* this.rounds.ring(journey, place, leg, (number) => this.isFree(number));
    return this.arrive(journey, place.number, arrival);
  }

  private *menu(journey: Journey, place: Menu, depth: number): Steps<Arrival> {
    const { exchange } = this.ringing;
    const { channel } = journey;
    const { number } = place;
    const leg = this.openLeg(journey, number);
    yield exchange.choices.between('menu begins', 40, 400);
    if (channel.gone) return this.arrive(journey, number, 'gone');
    this.arrive(journey, number, 'menu');
    leg.status = 'answered';
    leg.record.answeredAt = exchange.now;
    this.showAnswered(journey, number);
    const act = exchange.choices.weighted('in the menu', { digit: 5, 'hangs up': 3, 'time out': 1 });
    const word = yield exchange.choices.between('menu seconds', 2, 25) * 1000;
    if (channel.gone || word === 'gone') {
      exchange.close(leg);
      return 'menu';
    }
    if (act === 'digit' && depth < 2) {
      exchange.close(leg);
      return yield* this.go(journey, exchange.choices.pick('digit', place.choices), depth + 1);
    }
    if (!journey.isConsultation) exchange.release([channel], { byOwner: act === 'hangs up' });
    exchange.close(leg);
    return 'menu';
  }

  private *mailbox(journey: Journey, place: Mailbox): Steps<Arrival> {
    const leg = this.openLeg(journey, place.owner);
    yield this.ringing.exchange.choices.between('mailbox begins', 40, 400);
    if (journey.channel.gone) return this.arrive(journey, place.owner, 'gone');
    return yield* this.voicemail(journey, leg, place.owner);
  }

  private *voicemail(journey: Journey, leg: OpenLeg, owner: string): Steps<Arrival> {
    const { exchange } = this.ringing;
    this.arrive(journey, owner, 'voicemail');
    leg.status = 'voicemail';
    leg.record.answeredAt = exchange.now;
    this.showAnswered(journey);
    yield exchange.choices.between('voicemail', 8, 40) * 1000;
    const byOwner = exchange.choices.chance('leaves the mailbox', 0.5);
    if (!journey.isConsultation) exchange.release([journey.channel], { byOwner });
    exchange.close(leg);
    return 'voicemail';
  }

  private showAnswered({ channel }: Journey, callpath?: string): void {
    const { exchange } = this.ringing;
    if (callpath !== undefined && exchange.firmware.tellsMenu) channel.callpath = callpath;
    if (exchange.firmware.tellsMenu || channel.state === null || channel.state === 'ALERT')
      exchange.tell(channel.call, [{ channel, state: 'ANSWERED' }]);
  }

  private taken(journey: Journey, leg: OpenLeg, answeredBy: string | null): Arrival {
    const { exchange } = this.ringing;
    const taker = journey.taker!;
    leg.callee = taker;
    leg.status = 'answered';
    leg.record.answeredAt = exchange.now;
    if (answeredBy !== null && taker.owner !== leg.record.to)
      this.nameTaker(leg, taker, leg === journey.forwardedLeg);
    return this.arrive(journey, leg.record.to, 'answered');
  }

  /** Somebody else took it: by pick-up, or by a forward. */
  private nameTaker(leg: OpenLeg, taker: Channel, isForwarded: boolean): void {
    const { pickupRecord, forwardRecords } = this.ringing.exchange.firmware;
    const naming = isForwarded ? forwardRecords : pickupRecord;
    if (naming === 'taker') leg.record.to = taker.owner;
    else if (naming === 'both') leg.record.answeredBy = taker.owner;
  }

  private openLeg(journey: Journey, to: string, targetTrunk: string | null = null): OpenLeg {
    if (journey.forwardedLeg) return journey.forwardedLeg;
    return this.ringing.exchange.openLeg(journey.channel, to, {
      targetTrunk,
      transferred: journey.transfer !== null,
    });
  }

  private refuse({ channel }: Journey, reason: string): void {
    const { exchange } = this.ringing;
    exchange.journal.push({ what: 'refused', at: exchange.now, call: channel.call, caller: channel, reason });
  }

  private arrive({ transfer, dial, hasRung }: Journey, number: string, arrival: Arrival): Arrival {
    transfer?.arrivals.push({
      at: this.ringing.exchange.now,
      arrival,
      number,
      purpose: dial?.purpose ?? 'call',
      hasRung,
    });
    return arrival;
  }

  /** Groups and queues ring only those who have no call at all. */
  private isFree(number: string): boolean {
    const { exchange, plan } = this.ringing;
    const place = plan.extension(number);
    const hasCall = [...exchange.channels].some(({ owner }) => owner === number);
    return place !== null && place.isRegistered && !place.doNotDisturb && !hasCall;
  }

  private isBusy({ number, callWaiting }: Extension): boolean {
    const own = [...this.ringing.exchange.channels].filter(({ owner }) => owner === number);
    if (own.length === 0) return false;
    return (
      !callWaiting || own.some(({ state, bridge }) => bridge === null || state === 'RING') || own.length > 1
    );
  }
}
