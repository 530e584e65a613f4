import * as fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readEvent, writeEvent } from '../../../src/intake/dialects/dialects.js';
import type { Dialect, TransferEvent } from '../../../src/transfer/event.js';

/** Any text that a PBX can say and we keep, often like a number; blank text is the empty string. */
const filled = fc
  .oneof(
    { weight: 3, arbitrary: fc.stringMatching(/^[+*#0-9]{1,12}$/) },
    {
      weight: 1,
      arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
    },
  )
  .filter((text) => text.trim() !== '' && !text.includes('\0'));
const text = fc.oneof({ weight: 5, arbitrary: filled }, { weight: 1, arbitrary: fc.constant('') });

/** Fields that one dialect or another has no word for come less often, so that all of them get their share. */
const leg = fc.oneof(
  fc.constant({}),
  fc.record({ legid: text }, { requiredKeys: [] }),
  fc.record({ channelid: text, memberstatus: text, callpath: text }, { requiredKeys: [] }),
);
const ext = fc.tuple(filled, leg).map(([number, more]) => ({ kind: 'ext' as const, number, ...more }));
const outside = fc
  .tuple(
    fc.record(
      {
        kind: fc.constantFrom('inbound' as const, 'outbound' as const),
        from: text,
        to: text,
        trunkname: text,
      },
      { requiredKeys: ['kind', 'from', 'to'] },
    ),
    leg,
  )
  .map(([party, more]) => ({ ...party, ...more }));
const sn = fc.oneof(text, fc.stringMatching(/^[0-9]{12}$/), fc.stringMatching(/^[a-f][0-9a-f]{11}$/));

function transfer(dialect: Dialect): fc.Arbitrary<TransferEvent> {
  const name =
    dialect === 'p-series' ? fc.constant('30013') : fc.constantFrom('Tranfer', 'Transfer', 'callTRANSFER');
  return fc.record({
    what: fc.constant('transfer'),
    dialect: fc.constant(dialect),
    name,
    sn,
    callid: filled.map((id) => id.trim()),
    members: fc.array(fc.oneof(ext, outside), { minLength: 1, maxLength: 4 }),
  });
}

describe('any transfer, written out in a dialect that can say it, is read back as the same', () => {
  it.each<Dialect>(['v2', 'v1.1', 'v1.0', 'openvox', 'p-series'])('%s', (dialect) => {
    let said = 0;
    fc.assert(
      fc.property(transfer(dialect), (event) => {
        const written = writeEvent(event);
        if (written === null) return;
        said++;
        expect(readEvent(Buffer.from(written))).toEqual({ event });
      }),
      { numRuns: 1000 },
    );
    expect(said).toBeGreaterThan(100);
  });
});

describe('what a fixture says, written out again, is read as the same', () => {
  const files = readdirSync('test/fixtures', {
    recursive: true,
    encoding: 'utf8',
  });
  it.each(files.filter((file) => /^[^/]+\/[^./]+\.json$/.test(file)))('%s', (file) => {
    const reading = readEvent(readFileSync(join('test/fixtures', file)));
    if ('faults' in reading) throw new Error(JSON.stringify(reading.faults));
    const written = writeEvent(reading.event);
    expect(written).not.toBeNull();
    expect(readEvent(Buffer.from(written ?? ''))).toEqual(reading);
  });
});

describe('a writer returns null for what its dialect cannot express', () => {
  const event: TransferEvent = {
    what: 'transfer',
    dialect: 'v2',
    name: 'Tranfer',
    sn: '1',
    callid: '1.1',
    members: [{ kind: 'ext', number: '1' }],
  };
  it.each<[string, Partial<TransferEvent>]>([
    ['v2 has no leg ids', { members: [{ kind: 'inbound', from: '1', to: '2', legid: '1.1' }] }],
    [
      'v1.1 has no channels',
      {
        dialect: 'v1.1',
        members: [{ kind: 'ext', number: '1', channelid: 'PJSIP/1-00000001' }],
      },
    ],
    [
      'v1.0 has no states in a transfer',
      {
        dialect: 'v1.0',
        members: [{ kind: 'ext', number: '1', memberstatus: 'HOLD' }],
      },
    ],
    [
      'OpenVox cannot be distinguished from v1.0 by an inbound party alone',
      {
        dialect: 'openvox',
        members: [{ kind: 'inbound', from: '1', to: '2' }],
      },
    ],
  ])('%s', (_name, changed) => {
    expect(writeEvent({ ...event, ...changed })).toBeNull();
  });
});
