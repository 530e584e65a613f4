import { Choices } from '../../../../src/simulator/pbx/choices.js';
import type { PushedEvent } from '../../../../src/simulator/events/push-events.js';
import { keptOf } from './intake.js';

export interface Network {
  /** The share of events that are lost; transfers are not, since a lost one is no transfer that could be judged. */
  lost: number;
  late: number;
  lateByMs: number;
  resent: number;
}

export const GOOD: Network = { lost: 0, late: 0, lateByMs: 0, resent: 0 };
export const BAD: Network = { lost: 0.02, late: 0.1, lateByMs: 20_000, resent: 0.05 };

/** When each event arrives that an intake keeps: some milliseconds after it was sent, on a connection of its own. */
export function deliver(pushed: PushedEvent[], seed: number, network: Network): PushedEvent[] {
  const choices = new Choices(seed ^ 0x5eed);
  const arrived = pushed.flatMap((one) => {
    const transit = choices.between('transit', 2, 25);
    const late = choices.chance('late', network.late) ? choices.between('late by', 0, network.lateByMs) : 0;
    const isLost = choices.chance('lost', network.lost) && one.event.what !== 'transfer';
    if (isLost) return [];
    const first = { ...one, at: one.at + transit + late };
    const isResent = choices.chance('sent again', network.resent);
    return isResent
      ? [first, { ...first, at: first.at + choices.between('again after', 1000, 60_000) }]
      : [first];
  });
  const inOrder = arrived
    .map((one, i) => ({ one, i }))
    .sort((a, b) => a.one.at - b.one.at || a.i - b.i)
    .map(({ one }) => one);
  return keptOf(inOrder);
}
