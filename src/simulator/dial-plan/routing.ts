import type { Steps } from '../pbx/agenda.js';
import { Arrivals } from './arrivals.js';
import { type Channel, numberOf, type Arrival, type Journey, type TransferAct } from '../pbx/channel.js';
import type { GroupPlace, Menu, Outside, Queue } from './dial-plan.js';
import { beginJourney } from './journey.js';
import { QueueRounds } from './queue-rounds.js';
import type { Ringing } from './ringing.js';
import { ToExtension } from './to-extension.js';
import { ToMachine } from './to-machine.js';

/** So often a call is led on by forwards and menus. */
const MOST_LED = 2;

/** Leads a channel to a number, through forwards, groups, queues, menus and mailboxes. */
export class Routing {
  private readonly arrivals: Arrivals;
  private readonly rounds: QueueRounds;
  private readonly machine: ToMachine;
  private readonly toExtension: ToExtension;

  constructor(readonly ringing: Ringing) {
    this.arrivals = new Arrivals(ringing.exchange);
    this.rounds = new QueueRounds(ringing);
    this.machine = new ToMachine(ringing.exchange, this.arrivals);
    this.toExtension = new ToExtension(ringing, this.arrivals, this.machine);
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
    journey.process = exchange.agenda.start(this.walk(journey, number, then));
    if (!isConsultation) people.waits(journey);
    return journey;
  }

  private *walk(journey: Journey, number: string, then: (journey: Journey, arrival: Arrival) => void): Steps {
    const arrival = yield* this.go(journey, number, 0);
    if (journey.channel.journey === journey) journey.channel.journey = null;
    then(journey, arrival);
  }

  private *go(journey: Journey, number: string, depth: number): Steps<Arrival> {
    const place = this.ringing.plan.find(number);
    if (depth > 0)
      for (const led of [journey, journey.transfer]) led?.ledTo.push({ kind: place.kind, number });
    if (journey.channel.gone) return this.arrivals.arrive(journey, number, 'gone');
    switch (place.kind) {
      case 'ext': {
        const onward = yield* this.toExtension.ring(journey, place, depth < MOST_LED);
        return typeof onward === 'string' ? onward : yield* this.go(journey, onward.forwardTo, depth + 1);
      }
      case 'outside':
        return yield* this.outside(journey, place);
      case 'voicemail':
        return yield* this.machine.mailbox(journey, place);
      case 'ivr':
        return yield* this.menu(journey, place, depth);
      default:
        return yield* this.group(journey, place);
    }
  }

  private *menu(journey: Journey, place: Menu, depth: number): Steps<Arrival> {
    const led = yield* this.machine.menu(journey, place, depth);
    return led ? yield* this.go(journey, led.digit, depth + 1) : 'menu';
  }

  private *outside(journey: Journey, { number, sent, trunkname }: Outside): Steps<Arrival> {
    const { exchange } = this.ringing;
    const leg = this.arrivals.openLeg(journey, number, trunkname);
    const party = { kind: 'outbound' as const, from: numberOf(journey.channel.party), to: sent, trunkname };
    const seconds = exchange.choices.between('outside rings', 25, 45);
    const result = yield* this.ringing.ring(journey, [{ party, owner: sent }], { number, seconds });
    if (result === 'answered') return this.arrivals.taken(journey, leg, false);
    if (result === 'declined') this.arrivals.refuse(journey, '486 Busy Here');
    exchange.legs.close(leg, result === 'declined' ? 'busy' : 'no-answer');
    return this.arrivals.arrive(journey, number, result);
  }

  private *group(journey: Journey, place: GroupPlace | Queue): Steps<Arrival> {
    const leg = this.arrivals.openLeg(journey, place.number);
    const arrival = yield* this.rounds.ring(journey, place, leg, (number) => this.isFree(number));
    return this.arrivals.arrive(journey, place.number, arrival);
  }

  /** Groups and queues ring only those who have no call at all. */
  private isFree(number: string): boolean {
    const { exchange, plan } = this.ringing;
    const place = plan.extension(number);
    const hasCall = [...exchange.channels].some(({ owner }) => owner === number);
    return place !== null && place.isRegistered && !place.doNotDisturb && !hasCall;
  }
}
