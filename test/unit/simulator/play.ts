import { simulate, type SimulatedEvent, type Simulation } from '../../../src/simulator/simulate.js';
import type { SimulateOptions } from '../../../src/simulator/options.js';

export const until = new Date('2026-11-20T23:00:00Z'); // the end of a Friday in Madrid
export const zone = 'Europe/Madrid';

/** A simulation with all its events, of seed 7 unless asked otherwise. */
export function play(options: Partial<SimulateOptions>): Simulation & { sent: SimulatedEvent[] } {
  const simulation = simulate({ seed: 7, until, zone, ...options });
  const sent = [...simulation.events];
  return { ...simulation, sent };
}

export const transfersOf = (sent: SimulatedEvent[]) => sent.filter(({ event }) => event.what === 'transfer');
