import type { Channel, Arrival, Journey, OpenLeg } from '../pbx/channel.js';
import type { Exchange } from '../pbx/exchange.js';

/** What is written down on the way through the dial plan: legs for the records, refusals, and how each number ended. */
export class Arrivals {
  constructor(private readonly exchange: Exchange) {}

  openLeg(journey: Journey, to: string, targetTrunk: string | null = null): OpenLeg {
    if (journey.forwardedLeg) return journey.forwardedLeg;
    return this.exchange.legs.open(journey.channel, to, {
      targetTrunk,
      transferred: journey.transfer !== null,
    });
  }

  /** Somebody took it; where it was not the one called, by pick-up or by a forward, the record may name him. */
  taken(journey: Journey, leg: OpenLeg, isExtension: boolean): Arrival {
    const taker = journey.taker!;
    leg.callee = taker;
    leg.status = 'answered';
    leg.record.answeredAt = this.exchange.now;
    if (isExtension && taker.owner !== leg.record.to)
      this.nameTaker(leg, taker, leg === journey.forwardedLeg);
    return this.arrive(journey, leg.record.to, 'answered');
  }

  private nameTaker(leg: OpenLeg, taker: Channel, isForwarded: boolean): void {
    const { pickupRecord, forwardRecords } = this.exchange.firmware;
    const naming = isForwarded ? forwardRecords : pickupRecord;
    if (naming === 'taker') leg.record.to = taker.owner;
    else if (naming === 'both') leg.record.answeredBy = taker.owner;
  }

  refuse({ channel }: Journey, reason: string): void {
    const { exchange } = this;
    exchange.journal.push({ what: 'refused', at: exchange.now, call: channel.call, caller: channel, reason });
  }

  arrive({ transfer, dial, hasRung }: Journey, number: string, arrival: Arrival): Arrival {
    transfer?.arrivals.push({
      at: this.exchange.now,
      arrival,
      number,
      purpose: dial?.purpose ?? 'call',
      hasRung,
    });
    return arrival;
  }
}
