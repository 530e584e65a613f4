import { describe, expect, it } from '@jest/globals';
import { A_DAY, allScenarios, FROM, traceOf } from '../../support/fake-pbx/all-scenarios.js';
import { endOf, type TrueTransfer } from '../../support/fake-pbx/calls/call.js';
import { generateCalls } from '../../support/fake-pbx/calls/generate-calls.js';
import { pushedEventsOf } from '../../support/fake-pbx/calls/pushed-events.js';
import type { Display } from '../../support/fake-pbx/p-series/display-time.js';
import { pushesOf } from '../../support/fake-pbx/p-series/pushes.js';
import { pushesOf as pushesOfV2 } from '../../support/fake-pbx/v2/pushes.js';

const display: Display = { date: 'DD/MM/YYYY', hours: 12, offsetMinutes: 120 };
const calls = allScenarios();

describe('the calls of the fake PBX', () => {
  it('are the same for the same seed, in order, and over before the period is', () => {
    const again = generateCalls(A_DAY);
    expect(again).toEqual(generateCalls(A_DAY));
    expect(again.length).toBeGreaterThan(590);
    expect(Math.max(...again.map(endOf))).toBeLessThanOrEqual(A_DAY.until);
    expect(again.filter(({ transfers }) => transfers.length > 0).length).toBeGreaterThan(150);
  });

  it('have call ids of their own, and legs that begin before they are answered and end after', () => {
    const ids = calls.slice(-500).flatMap(({ legs }) => [...new Set(legs.map(({ callid }) => callid))]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { startedAt, answeredAt, endedAt, status } of calls.flatMap(({ legs }) => legs)) {
      expect(startedAt).toBeLessThanOrEqual(answeredAt ?? endedAt);
      expect(answeredAt ?? endedAt).toBeLessThanOrEqual(endedAt);
      expect(answeredAt !== null).toBe(status === 'ANSWERED');
    }
  });

  it('have an outcome that is the status of the leg to the target', () => {
    const statuses: Record<TrueTransfer['outcome'], string[]> = {
      answered: ['ANSWERED'],
      unanswered: ['NO ANSWER', 'VOICEMAIL'],
      failed: ['BUSY', 'FAILED'],
      returned: ['NO ANSWER'],
      abandoned: ['ABANDONED'],
    };
    for (const call of calls)
      for (const transfer of call.transfers) {
        const { got } = traceOf(call, transfer);
        expect(statuses[transfer.outcome]).toContain(got.status);
        expect(transfer.answeredBy !== null).toBe(transfer.outcome === 'answered');
      }
  });
});

describe('what it pushes agrees with what is true', () => {
  it('one transfer event for each transfer, with the one handed on first and the transferor last', () => {
    for (const call of calls) {
      const events = pushedEventsOf(call).filter(({ what }) => what === 'transfer');
      expect(
        events.map(({ at, callid, members }) => [at, callid, ...members.map(({ number }) => number)]),
      ).toEqual(
        call.transfers.map(({ at, callid, transferee, transferor }) => [
          at,
          callid,
          transferee.number,
          transferor.number,
        ]),
      );
    }
  });

  it('each channel that rings or talks ends with exactly one BYE, its last state', () => {
    for (const call of calls) {
      const events = pushedEventsOf(call).filter(({ what }) => what === 'status');
      const states = new Map<string, string[]>();
      for (const { channel, status } of events.flatMap(({ members }) => members))
        states.set(channel, [...(states.get(channel) ?? []), status]);
      for (const [channel, all] of states)
        expect({
          call: call.name,
          channel,
          last: all.at(-1),
          byes: all.filter((one) => one === 'BYE').length,
        }).toEqual({
          ...{ call: call.name, channel, last: 'BYE', byes: 1 },
        });
    }
  });

  it('P-Series: a record for each leg, and on newer firmware its timeline', () => {
    for (const call of calls.slice(-200)) {
      const types = (isNew: boolean) => pushesOf(call, 'sn', display, isNew).map(({ type }) => type);
      expect(types(false).filter((type) => type === 30012)).toHaveLength(call.legs.length);
      expect(types(false)).not.toContain(30039);
      expect(types(true).filter((type) => type === 30039)).toHaveLength(call.legs.length);
    }
  });

  it('v2: the events name the members as the protocol has them', () => {
    const [call] = generateCalls({
      seed: 5,
      count: 1,
      from: FROM,
      until: FROM + 3600,
      only: ['inbound: blind, answered'],
    });
    const [transfer] = call!.transfers;
    const event = pushesOfV2(call!, '369', 60).find((one) => 'event' in one && one.event === 'Tranfer');
    expect(event).toMatchObject({
      callid: transfer!.callid,
      members: [
        { inbound: { from: transfer!.transferee.number, trunkname: 'SIP1' } },
        { ext: { number: transfer!.transferor.number } },
      ],
      sn: '369',
    });
  });
});
