import type { Outcome } from '../transfer/transfer.js';

/** What a report says of any set of transfers. */
export interface Figures extends Record<Outcome, number> {
  transfers: number;
  /** Distinct calls: one that was handed on twice counts once. */
  calls: number;
  /** On what the transferor rests: these three add up to `transfers`. */
  certain: number;
  inferred: number;
  unattributed: number;
  /** From the transfer to the answer, of answered blind transfers, in whole seconds. */
  medianSecondsToAnswer: number | null;
}

/** In the order in which people read them. */
export const COUNTS = [
  'transfers',
  'calls',
  'answered',
  'unanswered',
  'returned',
  'failed',
  'abandoned',
  'unknown',
  'certain',
  'inferred',
  'unattributed',
] as const satisfies (keyof Figures)[];

export const NOTHING: Figures = {
  transfers: 0,
  calls: 0,
  answered: 0,
  unanswered: 0,
  returned: 0,
  failed: 0,
  abandoned: 0,
  unknown: 0,
  certain: 0,
  inferred: 0,
  unattributed: 0,
  medianSecondsToAnswer: null,
};

/** How much more there is now; a median that either lacks has no change. */
export function changeFrom(before: Figures, now: Figures): Figures {
  const [a, b] = [before.medianSecondsToAnswer, now.medianSecondsToAnswer];
  const counts = Object.fromEntries(COUNTS.map((name) => [name, now[name] - before[name]]));
  return { ...NOTHING, ...counts, medianSecondsToAnswer: a === null || b === null ? null : b - a };
}
