import { DIALECTS } from '../intake/dialects/dialects.js';
import type { Dialect } from '../transfer/event.js';

export interface NetworkFaults {
  /** The share of events sent once more within a minute. */
  resend: number;
  /** One event in ten is late by up to so many seconds. */
  shuffle: number;
  /** The share of events, other than transfers, that never arrive. */
  loss: number;
}

export interface SimulateOptions extends NetworkFaults {
  seed: number;
  days: number;
  /** Exactly so many calls, over whole days; else as many as an ordinary company has. */
  calls?: number;
  /** Nothing is played that would not be over by then. */
  until: Date;
  /** The zone of the company's office hours and of its records. */
  zone: string;
  /** `mixed` for a PBX of each. */
  dialect: Dialect;
  sn?: string;
  trunks: readonly string[];
  /** Only these; all where left out. */
  scenarios?: readonly string[];
  /** Events other than transfers, per transfer. */
  noise: number;
}

export const dialects: readonly Dialect[] = DIALECTS.map(({ name }) => name);
