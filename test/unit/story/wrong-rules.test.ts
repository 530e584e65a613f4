import { expect, it } from '@jest/globals';
import { findWrongRules } from '../../proofs/story/model/wrong/find.js';

it('each rule that stories once got wrong shows within 10,000 random calls', () => {
  const found = findWrongRules({ calls: 10_000, seed: 1 });
  expect(found.length).toBeGreaterThan(30);
  expect(found.filter(({ afterCalls }) => afterCalls === null).map(({ rule }) => rule.name)).toEqual([]);
});
