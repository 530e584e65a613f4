import type { Arrival, Journey, OpenLeg } from '../pbx/channel.js';
import type { Steps } from '../pbx/agenda.js';
import type { Arrivals } from './arrivals.js';
import type { Mailbox, Menu } from './dial-plan.js';
import type { Exchange } from '../pbx/exchange.js';

/** To a menu or a mailbox: something answers, and nobody. */
export class ToMachine {
  constructor(
    private readonly exchange: Exchange,
    private readonly arrivals: Arrivals,
  ) {}

  /** A digit leads on; null where the caller is in the menu no more. */
  *menu(journey: Journey, { number, choices }: Menu, depth: number): Steps<{ digit: string } | null> {
    const { exchange } = this;
    const { channel } = journey;
    const leg = this.arrivals.openLeg(journey, number);
    yield exchange.choices.between('menu begins', 40, 400);
    if (channel.gone) return null;
    this.arrivals.arrive(journey, number, 'menu');
    leg.status = 'answered';
    leg.record.answeredAt = exchange.now;
    this.showAnswered(journey, number);
    const act = exchange.choices.weighted('in the menu', { digit: 5, 'hangs up': 3, 'time out': 1 });
    const word = yield exchange.choices.between('menu seconds', 2, 25) * 1000;
    const isLed = act === 'digit' && depth < 2 && !channel.gone && word !== 'gone';
    if (!isLed && !channel.gone && !journey.isConsultation)
      exchange.release([channel], { byOwner: act === 'hangs up' });
    exchange.legs.close(leg);
    return isLed ? { digit: exchange.choices.pick('digit', choices) } : null;
  }

  *mailbox(journey: Journey, { owner }: Mailbox): Steps<Arrival> {
    const leg = this.arrivals.openLeg(journey, owner);
    yield this.exchange.choices.between('mailbox begins', 40, 400);
    if (journey.channel.gone) return this.arrivals.arrive(journey, owner, 'gone');
    return yield* this.voicemail(journey, leg, owner);
  }

  *voicemail(journey: Journey, leg: OpenLeg, owner: string): Steps<Arrival> {
    const { exchange } = this;
    this.arrivals.arrive(journey, owner, 'voicemail');
    leg.status = 'voicemail';
    leg.record.answeredAt = exchange.now;
    this.showAnswered(journey);
    yield exchange.choices.between('voicemail', 8, 40) * 1000;
    const byOwner = exchange.choices.chance('leaves the mailbox', 0.5);
    if (!journey.isConsultation) exchange.release([journey.channel], { byOwner });
    exchange.legs.close(leg);
    return 'voicemail';
  }

  private showAnswered({ channel }: Journey, callpath?: string): void {
    const { exchange } = this;
    const { tellsMenu } = exchange.firmware;
    if (callpath !== undefined && tellsMenu) channel.callpath = callpath;
    if (tellsMenu || channel.state === null || channel.state === 'ALERT')
      exchange.showStates(channel.call, [{ channel, state: 'ANSWERED' }]);
  }
}
