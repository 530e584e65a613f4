import type { Outcome } from '../../transfer/transfer.js';

/** Drawn in this order from the axis, in the colours of the page. */
export const COLOURS: Record<Outcome, string> = {
  answered: '#3b82b5',
  unanswered: '#d98a00',
  returned: '#8356a8',
  failed: '#c0392b',
  abandoned: '#6f7d3c',
  unknown: '#9aa1a8',
};
