import type { Arrival, Journey, TransferAct, OpenLeg } from '../pbx/channel.js';
import type { Steps } from '../pbx/agenda.js';
import type { Arrivals } from './arrivals.js';
import type { ExtensionPlace } from './dial-plan.js';
import type { Ringing } from './ringing.js';
import type { ToMachine } from './to-machine.js';

/** An extension can lead on to another number. */
type Onward = { forwardTo: string } | Arrival;

/** To the phones of an extension: it answers, or is busy, away, forwarded, or has a mailbox. */
export class ToExtension {
  constructor(
    private readonly ringing: Ringing,
    private readonly arrivals: Arrivals,
    private readonly machine: ToMachine,
  ) {}

  *ring(journey: Journey, place: ExtensionPlace, canForward: boolean): Steps<Onward> {
    const { number, forward, isRegistered, doNotDisturb } = place;
    const leg = this.arrivals.openLeg(journey, number);
    const forwards = (when: string) => canForward && forward?.when === when;
    if (forwards('always')) return yield* this.forward(journey, leg, place);
    if (!isRegistered) return yield* this.notReached(journey, leg, place, 'unreachable', forwards('busy'));
    if (doNotDisturb || this.isBusy(place))
      return yield* this.notReached(journey, leg, place, 'busy', forwards('busy'));
    const phones = this.ringing.phonesOf(place, journey.channel);
    const result = yield* this.ringing.ring(journey, phones, { number, seconds: place.ringSeconds });
    if (result === 'answered') return this.arrivals.taken(journey, leg, true);
    if (result === 'timeout' && forwards('no answer')) {
      this.arrivals.arrive(journey, number, 'timeout');
      return yield* this.forward(journey, leg, place);
    }
    return yield* this.notTaken(journey, leg, place, result);
  }

  private *notTaken(journey: Journey, leg: OpenLeg, place: ExtensionPlace, result: Arrival): Steps<Arrival> {
    const { exchange } = this.ringing;
    if (result !== 'gone' && place.hasVoicemail)
      return yield* this.machine.voicemail(journey, leg, place.number);
    const isDeclined = result === 'declined';
    if (isDeclined)
      this.arrivals.refuse(journey, exchange.choices.pick('declined', ['486 Busy Here', '603 Decline']));
    const isBusy = isDeclined && exchange.choices.chance('declined is busy', 0.5);
    exchange.legs.close(leg, isBusy ? 'busy' : 'no-answer');
    return this.arrivals.arrive(journey, place.number, result);
  }

  /** Busy, do not disturb, or not registered: no phone rings. */
  private *notReached(
    journey: Journey,
    leg: OpenLeg,
    place: ExtensionPlace,
    why: 'busy' | 'unreachable',
    isForwarded: boolean,
  ): Steps<Onward> {
    const { exchange } = this.ringing;
    if (isForwarded) return yield* this.forward(journey, leg, place);
    yield exchange.choices.between('not reached', 20, 300);
    if (journey.channel.gone) return this.arrivals.arrive(journey, place.number, 'gone');
    if (place.hasVoicemail) return yield* this.machine.voicemail(journey, leg, place.number);
    this.arrivals.refuse(journey, why === 'busy' ? '486 Busy Here' : '480 Temporarily Unavailable');
    exchange.legs.close(leg, why === 'busy' ? 'busy' : exchange.firmware.unreachableRecord);
    return this.arrivals.arrive(journey, place.number, why);
  }

  private *forward(journey: Journey, leg: OpenLeg, by: ExtensionPlace): Steps<Onward> {
    const { exchange } = this.ringing;
    yield exchange.choices.between('forward delay', 30, 150);
    if (journey.channel.gone) return this.arrivals.arrive(journey, by.number, 'gone');
    const { channel, isConsultation } = journey;
    const forwardTo = by.forward!.to;
    exchange.journal.push({ what: 'forwarded', at: exchange.now, call: channel.call, caller: channel });
    if (exchange.firmware.forwardIsTransfer && !isConsultation) this.report(journey, by.number, forwardTo);
    if (exchange.firmware.forwardRecords === 'two') exchange.legs.close(leg, 'no-answer');
    else journey.forwardedLeg = leg;
    return { forwardTo };
  }

  /** v1 tells a forward as a transfer that names the caller alone. */
  private report(journey: Journey, transferor: string, to: string): void {
    const { exchange, plan } = this.ringing;
    const { channel } = journey;
    const act: TransferAct = {
      at: exchange.now,
      call: channel.call,
      transferor,
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

  private isBusy({ number, callWaiting }: ExtensionPlace): boolean {
    const own = [...this.ringing.exchange.channels].filter(({ owner }) => owner === number);
    if (own.length === 0) return false;
    return (
      !callWaiting || own.some(({ state, bridge }) => bridge === null || state === 'RING') || own.length > 1
    );
  }
}
