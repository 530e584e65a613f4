import type { Story } from '../../../../../src/transfer/transfer.js';
import type { Around } from './around.js';

/** A rule that stories once followed, or nearly did: what it would claim instead; null where it has nothing to say. */
export interface WrongRule {
  name: string;
  claim: (around: Around) => Partial<Story> | null;
}
