import type { Figures } from '../figures.js';

/** The texts of the printed report and the mail, beside the titles of dimensions and figures. */
export const BESIDE = { previous: 'Before', change: 'Change' };
export const WHOLE = 'All';

export const UNKNOWN = 'not known';
export const NO_ROWS = 'Nothing was transferred in this period.';
export const ATTRIBUTION = (certain: number, inferred: number, unattributed: number) =>
  `Who transferred is certain for ${certain} of these, inferred for ${inferred} and not known for ${unattributed}.`;
export const SUBJECT = (from: string, to: string, { transfers, unanswered }: Figures) =>
  `Transfers ${from.slice(0, 16).replace('T', ' ')} to ${to.slice(0, 16).replace('T', ' ')}: ${transfers}, ${unanswered} of them unanswered`;
