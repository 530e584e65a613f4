import { expect, it } from '@jest/globals';
import { didOf } from '../../../src/transfer/did.js';

it.each([
  [[], null],
  [[{ type: 'inbound' as const }], null],
  [
    [
      { type: 'inbound' as const, did: '1' },
      { type: 'unknown' as const, did: '1' },
      { type: 'internal' as const },
    ],
    '1',
  ],
  [
    [
      { type: 'inbound' as const, did: '1' },
      { type: 'inbound' as const, did: '2' },
    ],
    null,
  ],
  [[{ type: 'outbound' as const, did: '1' }], null],
])('of %j the number that was called is %j', (records, did) => {
  expect(didOf(records)).toBe(did);
});
