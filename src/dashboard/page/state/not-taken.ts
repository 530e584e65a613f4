import type { FigureAnswer } from './answers.js';

/** How many transfers nobody took, whatever the reason. Those whose outcome is unknown do not count. */
export const notTaken = (row: FigureAnswer) => row.unanswered + row.failed + row.returned + row.abandoned;

/** The outcomes that `notTaken` counts, as the API takes them. */
export const NOT_TAKEN_OUTCOMES = ['unanswered', 'failed', 'returned', 'abandoned'] as const;
