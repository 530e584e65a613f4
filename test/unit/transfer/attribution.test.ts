import { describe, expect, it } from '@jest/globals';
import { traitsOf } from '../../../src/intake/dialects/dialects.js';
import { attribute } from '../../../src/transfer/attribution.js';
import type { Dialect } from '../../../src/transfer/event.js';
import type { Member } from '../../../src/transfer/member.js';

const ext = (number: string): Member => ({ kind: 'ext', number });
const inbound = (from: string, to: string): Member => ({
  kind: 'inbound',
  from,
  to,
});
const outbound = (from: string, to: string): Member => ({
  kind: 'outbound',
  from,
  to,
});
const ALL: Dialect[] = ['v2', 'v1.1', 'v1.0', 'openvox', 'p-series'];

/** dialects | members | direction | transferor, basis | transferee */
const rows: [string, Dialect[], Member[], string, string | null, string, string | null][] = [
  [
    'an extension and an inbound party',
    ALL,
    [inbound('555', '20'), ext('20')],
    'inbound',
    '20',
    'only-extension',
    'inbound 555',
  ],
  [
    'whatever their order',
    ALL,
    [ext('21'), inbound('555', '20')],
    'inbound',
    '21',
    'only-extension',
    'inbound 555',
  ],
  [
    'an extension and an outbound party',
    ALL,
    [ext('20'), outbound('20', '666')],
    'outbound',
    '20',
    'only-extension',
    'outbound 666',
  ],
  ['a withheld number', ALL, [ext('20'), inbound('', '20')], 'inbound', '20', 'only-extension', 'inbound '],
  [
    'an extension and several outside parties',
    ALL,
    [outbound('20', '666'), ext('20'), inbound('555', '20')],
    'inbound',
    '20',
    'only-extension',
    'outbound 666',
  ],
  [
    'only an inbound party',
    ALL,
    [inbound('555', '1234567')],
    'inbound',
    '1234567',
    'called-extension',
    'inbound 555',
  ],
  [
    'an inbound party that called no extension',
    ALL,
    [inbound('555', '12345678')],
    'inbound',
    null,
    'unknown',
    'inbound 555',
  ],
  [
    'an inbound party that called a name',
    ALL,
    [inbound('555', 'sales')],
    'inbound',
    null,
    'unknown',
    'inbound 555',
  ],
  [
    'an inbound party that called nothing',
    ALL,
    [inbound('555', '')],
    'inbound',
    null,
    'unknown',
    'inbound 555',
  ],
  ['two extensions', ['v2', 'openvox'], [ext('20'), ext('21')], 'internal', '21', 'member-order', 'ext 20'],
  [
    'two extensions of v1',
    ['v1.1', 'v1.0'],
    [ext('20'), ext('21')],
    'internal',
    '20',
    'member-order',
    'ext 21',
  ],
  ['two extensions of P-Series', ['p-series'], [ext('20'), ext('21')], 'internal', null, 'unknown', null],
  ['an extension alone', ALL, [ext('20')], 'internal', null, 'unknown', 'ext 20'],
  ['three extensions', ALL, [ext('20'), ext('21'), ext('22')], 'internal', null, 'unknown', null],
  [
    'two extensions and an outside party',
    ALL,
    [ext('20'), ext('21'), inbound('555', '20')],
    'inbound',
    null,
    'unknown',
    null,
  ],
  ['only an outbound party', ALL, [outbound('20', '666')], 'outbound', null, 'unknown', null],
  [
    'two inbound parties',
    ALL,
    [inbound('555', '20'), inbound('556', '20')],
    'inbound',
    null,
    'unknown',
    null,
  ],
];

describe('who transferred the call', () => {
  it.each(rows)('%s', (_name, dialects, members, direction, extension, basis, transferee) => {
    for (const dialect of dialects) {
      const attribution = attribute(members, traitsOf(dialect).transferor);
      expect(attribution.direction).toBe(direction);
      expect(attribution.transferor).toEqual({ ext: extension, basis });
      const party = attribution.transferee;
      expect(party && `${party.kind} ${party.number}`).toBe(transferee);
    }
  });
});
