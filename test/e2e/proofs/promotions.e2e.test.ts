import { describe, expect, it } from '@jest/globals';
import { promoteUnderLoad } from '../../proofs/replicas/promotions.js';

describe('a primary with a synchronous standby', () => {
  it('may be lost under load: when the standby is promoted, every event answered 200 is there', async () => {
    const { answered, wrong } = await promoteUnderLoad({
      promotions: 1,
      senders: 8,
      perSecond: 100,
      say: () => {},
    });
    expect(wrong).toEqual({});
    expect(answered).toBeGreaterThanOrEqual(48);
  });
});
