import { Choices } from '../../../../src/simulator/pbx/choices.js';
import type { PushedEvent } from '../../../../src/simulator/events/push-events.js';

export interface Network {
  /** The share of events that are lost; transfers are not, since a lost one is no transfer that could be judged. */
  lost: number;
  late: number;
  lateByMs: number;
}

export const GOOD: Network = { lost: 0, late: 0, lateByMs: 0 };
export const BAD: Network = { lost: 0.02, late: 0.1, lateByMs: 20_000 };

/**
 * When each event arrives: some milliseconds after it was sent, on a connection of its own. A re-send is not played: the
 * intake keeps the first arrival alone, and its own tests hold it to that.
 */
export function deliver(pushed: PushedEvent[], seed: number, network: Network): PushedEvent[] {
  const choices = new Choices(seed ^ 0x5eed);
  const arrived = pushed.flatMap((one) => {
    const transit = choices.between('transit', 2, 25);
    const late = choices.chance('late', network.late) ? choices.between('late by', 0, network.lateByMs) : 0;
    const isLost = choices.chance('lost', network.lost) && one.event.what !== 'transfer';
    return isLost ? [] : [{ ...one, at: one.at + transit + late }];
  });
  return arrived
    .map((one, i) => ({ one, i }))
    .sort((a, b) => a.one.at - b.one.at || a.i - b.i)
    .map(({ one }) => one);
}
