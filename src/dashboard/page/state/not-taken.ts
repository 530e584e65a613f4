import type { FigureAnswer } from './answers.js';

/** Transfers that nobody took, whatever the reason. What is unknown is not lost. */
export const lost = (row: FigureAnswer) => row.unanswered + row.failed + row.returned + row.abandoned;

/** The outcomes of `lost`, as the API takes them. */
export const LOST = ['unanswered', 'failed', 'returned', 'abandoned'] as const;
