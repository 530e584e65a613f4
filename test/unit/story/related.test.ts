import { describe, expect, it } from '@jest/globals';
import { REACH, relatedTo } from '../../../src/story/engine/evidence/related.js';
import type { KnownTransfer } from '../../../src/story/engine/evidence/evidence.js';
import { partiesOf } from '../../../src/transfer/parties.js';
import { at, ext, inbound, EventTape } from '../../support/stories/event-tape.js';

function handedOn(): KnownTransfer {
  const eventTape = new EventTape();
  eventTape.transfer(600, [inbound('12345678', '1020', 1), ext('1020', 2)]);
  return eventTape.transfers[0]!;
}

describe('the calls around a transfer', () => {
  it('are those of its parties, from five minutes before to half a minute after', () => {
    const window = { from: at(300), to: at(630) };
    expect(relatedTo(handedOn())).toEqual([
      { party: '12345678', ...window },
      { party: '1020', ...window },
    ]);
  });

  it('are those of a transferor that v1.0.0 leaves out, too', () => {
    const lone = { ...handedOn(), members: [inbound('12345678', '1020')] };
    expect(relatedTo(lone).map(({ party }) => party)).toEqual(['12345678', '1020']);
  });

  it('are found from either side', () => {
    const { from, to } = relatedTo(handedOn())[0]!;
    for (const second of [299, 300, 450, 630, 631]) {
      const reach = { from: +at(second) - REACH.before, to: +at(second) + REACH.after };
      const related = at(second) >= from && at(second) <= to;
      expect([second, +at(600) >= reach.from && +at(600) <= reach.to]).toEqual([second, related]);
    }
  });

  it('are found by everyone an event names, but not by withheld numbers and technical legs', () => {
    const eventTape = new EventTape()
      .status(1, [inbound('', '1020', 1), 'ALERT'], [ext('1020', 2), 'RING'], [ext('1020', 3), 'RING'])
      .status(2, [
        {
          kind: 'ext',
          number: '4555',
          channelid: 'Local/4555@context-00000001;1',
        },
        'RING',
      ])
      .record(9, 1, ' 12345678', '6200', { answeredBy: '4002' });
    expect(eventTape.events.map(({ event }) => partiesOf(event))).toEqual([
      ['1020'],
      [],
      ['12345678', '6200', '4002'],
    ]);
  });
});
