import type { Story } from '../transfer/transfer.js';

/** The key of a call: two PBXs can use the same call id. */
export interface CallKey {
  sn: string;
  callid: string;
}

/** How long before and after the first event of a call a transfer of one of its parties can concern it, in ms. */
export interface Reach {
  before: number;
  after: number;
}

export interface ComputedStory {
  sn: string;
  id: string;
  story: Story;
}
