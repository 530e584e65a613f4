import type { Said } from '../call/play-scenario.js';
import type { Noise } from '../events/noise.js';
import type { NetworkFaults } from '../options.js';
import type { Random } from '../random.js';
import type { Truth } from '../call/truth.js';
import { writeEvent } from '../../intake/dialects/dialects.js';

export interface PlannedDelivery extends Noise {
  truth?: Truth;
}

/** What becomes of events on their way: a few milliseconds each, and what may go wrong. */
export function deliveries(
  said: (Said | Noise)[],
  networkFaults: NetworkFaults,
  random: Random,
): PlannedDelivery[] {
  return said.flatMap((one) => {
    const { event } = one;
    const body = 'body' in one ? one.body : writeEvent(event);
    if (body === null) throw new Error(`${event.dialect} has no words for ${event.what} ${event.name}`);
    // Drawn in any case, so that one fault more does not change the others.
    const transit = random.between(2, 25);
    const late = random.chance(0.1) ? random.between(0, networkFaults.shuffle * 1000) : 0;
    const lost = random.chance(networkFaults.loss) && event.what !== 'transfer';
    const again = random.chance(networkFaults.resend);
    const againAfter = random.between(1000, 60_000);
    if (lost) return [];
    const at = one.at + transit + late;
    const truth = 'truth' in one ? one.truth : undefined;
    if (truth) truth.sentAt = new Date(at);
    const first: PlannedDelivery = { at, event, body, ...(truth ? { truth } : {}) };
    return again ? [first, { at: at + againAfter, event, body }] : [first];
  });
}
