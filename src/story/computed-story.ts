import type { Story } from '../transfer/transfer.js';

/** The key of a call: two PBXs can use the same call id. */
export interface CallKey {
  sn: string;
  callid: string;
}

/** The story of one stored transfer, by the transfer's key. */
export interface ComputedStory {
  sn: string;
  id: string;
  story: Story;
}
