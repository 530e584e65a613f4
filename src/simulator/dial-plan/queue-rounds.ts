import type { Arrival, Journey, OpenLeg } from '../pbx/channel.js';
import type { Steps } from '../pbx/agenda.js';
import type { GroupPlace, Queue } from './dial-plan.js';
import type { Phone, Ringing } from './ringing.js';

/** Rings the members of a group or queue in rounds, until one of them answers or the time is up. */
export class QueueRounds {
  constructor(private readonly ringing: Ringing) {}

  *ring(
    journey: Journey,
    place: GroupPlace | Queue,
    leg: OpenLeg,
    isFree: (number: string) => boolean,
  ): Steps<Arrival> {
    const { exchange } = this.ringing;
    const isQueue = place.kind === 'queue';
    if (isQueue && exchange.firmware.recordsAbandoned) leg.status = 'abandoned';
    const endsAt =
      exchange.now + (isQueue ? place.maxWaitSeconds : place.ringSeconds * place.members.length) * 1000;
    if (isQueue && exchange.firmware.queueAnswers) {
      yield exchange.choices.between('queue answers', 40, 300);
      if (journey.channel.gone) return this.left(leg);
      this.showWaiting(journey, place.number);
    }
    for (let round = 0; exchange.now < endsAt; round += 1) {
      if (!isQueue && (place.ringsAll ? round > 0 : round >= place.members.length)) break;
      const free = this.membersOf(place, round).filter(isFree);
      const result = free.length === 0 ? yield* this.pause(place) : yield* this.round(journey, place, free);
      if (result === 'answered') return this.taken(journey, place, leg);
      if (result === 'gone') return this.left(leg);
      if (exchange.firmware.queueRecords === 'each') this.recordEach(journey, place, free);
      const word = isQueue ? yield exchange.choices.between('between rounds', 1, 4) * 1000 : '';
      if (journey.channel.gone || word === 'gone') return this.left(leg);
    }
    exchange.legs.close(leg, isQueue && exchange.firmware.queueRecords === 'each' ? 'answered' : 'no-answer');
    return 'timeout';
  }

  private left(leg: OpenLeg): Arrival {
    this.ringing.exchange.legs.close(leg);
    return 'gone';
  }

  private membersOf({ ringsAll, members }: GroupPlace | Queue, round: number): string[] {
    return ringsAll ? members : [members[round % members.length]!];
  }

  private *pause({ kind, ringSeconds }: GroupPlace | Queue): Steps<'timeout' | 'gone'> {
    const word = yield kind === 'queue' ? ringSeconds * 1000 : 500;
    return word === 'gone' ? 'gone' : 'timeout';
  }

  private *round(journey: Journey, place: GroupPlace | Queue, members: string[]): Steps<Arrival> {
    const { plan } = this.ringing;
    const phones = members.flatMap((number): Phone[] => {
      const extension = plan.extension(number);
      return extension ? this.ringing.phonesOf(extension, journey.channel) : [];
    });
    const { number, ringSeconds: seconds } = place;
    return yield* this.ringing.ring(journey, phones, { number, seconds, callpath: number });
  }

  private taken(journey: Journey, place: GroupPlace | Queue, leg: OpenLeg): Arrival {
    const { exchange } = this.ringing;
    const taker = journey.taker!;
    leg.callee = taker;
    leg.status = 'answered';
    leg.record.answeredAt = exchange.now;
    if (place.kind === 'queue' && exchange.firmware.queueRecords === 'two') {
      const second = exchange.legs.open(journey.channel, taker.owner, {
        transferred: leg.record.transferred,
      });
      Object.assign(second, { callee: taker, status: 'answered' });
      second.record.answeredAt = exchange.now;
      second.record.startedAt = journey.dial?.startedAt ?? exchange.now;
    } else leg.record.answeredBy = taker.owner;
    return 'answered';
  }

  private recordEach(journey: Journey, { number }: GroupPlace | Queue, members: string[]): void {
    const { exchange } = this.ringing;
    const startedAt = journey.dial?.startedAt ?? exchange.now;
    for (const answeredBy of members)
      exchange.legs.close(
        exchange.legs.open(journey.channel, number, { answeredBy, startedAt }),
        'no-answer',
      );
  }

  private showWaiting({ channel }: Journey, callpath: string): void {
    const { exchange } = this.ringing;
    if (exchange.firmware.pathOnCaller) channel.callpath = callpath;
    exchange.showStates(channel.call, [{ channel, state: 'ANSWERED' }]);
  }
}
