import type { Channel, Journey, TransferAct } from '../pbx/channel.js';

/** A channel sets out to a number. */
export function beginJourney(
  channel: Channel,
  dialled: string,
  transfer: TransferAct | null,
  startedAt: number,
  isConsultation = false,
): Journey {
  const journey: Journey = {
    channel,
    transfer,
    dialled,
    process: null,
    dial: null,
    taker: null,
    hasRung: false,
    ledTo: [],
    forwardedLeg: null,
    isConsultation,
    startedAt,
  };
  channel.journey = journey;
  return journey;
}
