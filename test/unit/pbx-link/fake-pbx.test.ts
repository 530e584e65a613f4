import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { endOf, type HappenedCall, type TrueTransfer } from '../../support/fake-pbx/calls/call.js';
import { generateCalls } from '../../support/fake-pbx/calls/generate-calls.js';
import { SCENARIOS } from '../../support/fake-pbx/calls/scenarios.js';
import { tapeOf } from '../../support/fake-pbx/calls/tape.js';
import { pushesOf } from '../../support/fake-pbx/p-series/pushes.js';
import { rowOf, uidOf } from '../../support/fake-pbx/p-series/rows.js';
import { read, readNewer, show, type Display } from '../../support/fake-pbx/p-series/display-time.js';
import { cdrsOf, legOf } from '../../support/fake-pbx/p-series/timeline.js';
import { csvOf } from '../../support/fake-pbx/v2/csv.js';
import { pushesOf as pushesOfV2 } from '../../support/fake-pbx/v2/pushes.js';

const DAY = 86_400;
const from = Date.UTC(2026, 10, 23, 22) / 1000;
const display: Display = { date: 'DD/MM/YYYY', hours: 12, offsetMinutes: 120 };
/** Each scenario once or more, and a day of all of them by their weights. */
const calls = [
  ...Object.keys(SCENARIOS).flatMap((name, n) =>
    generateCalls({ seed: 100 + n, count: 3, from, until: from + 3600, only: [name] }),
  ),
  ...generateCalls({ seed: 7, count: 600, from, until: from + DAY }),
];
const numberOf = (shown: unknown) => /<(.+)>$/.exec(String(shown))?.[1] ?? String(shown);

/** The records that a transfer leaves: what its transferor had, and what the other one then got. */
interface Trace {
  left: { from: string; to: string };
  got: { from: string; to: string; status: string };
}
const traceOf = (call: HappenedCall, { at, transferor, transferee, target, kind }: TrueTransfer): Trace => {
  const mine = call.legs.filter(({ callid }) => callid === call.transfers[0]!.callid);
  const left = mine.find(
    ({ endedAt, end }) => endedAt === at && end.by === transferor && end.how.startsWith(kind),
  )!;
  const got = mine.find(
    (leg) => leg.from === transferee && leg.to === target && leg.endedAt >= at && leg !== left,
  )!;
  return {
    left: { from: left.from.number, to: left.to.number },
    got: { from: got.from.number, to: got.to.number, status: got.status },
  };
};

describe('the calls of the fake PBX', () => {
  it('are the same for the same seed, in order, and over before the period is', () => {
    const options = { seed: 7, count: 600, from, until: from + DAY };
    const again = generateCalls(options);
    expect(again).toEqual(generateCalls(options));
    expect(again.length).toBeGreaterThan(590);
    expect(Math.max(...again.map(endOf))).toBeLessThanOrEqual(from + DAY);
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

describe('the times of a P-Series', () => {
  const noon = Date.UTC(2026, 10, 24, 12) / 1000;
  it.each([
    ['YYYY/MM/DD', 24, 120, noon, '2026/11/24 14:00:00'],
    ['MM/DD/YYYY', 12, 0, noon, '11/24/2026 12:00:00 PM'],
    ['DD/MM/YYYY', 12, 0, noon - 12 * 3600 + 5, '24/11/2026 12:00:05 AM'],
    ['DD/MM/YYYY', 12, -300, noon + 10 * 3600, '24/11/2026 05:00:00 PM'],
  ] as const)('%s with %i hours, %i minutes from UTC', (date, hours, offsetMinutes, seconds, text) => {
    const format = { date, hours, offsetMinutes };
    expect(show(seconds, format)).toBe(text);
    expect(read(text, format)).toBe(seconds);
    expect(read(text.replaceAll('/', '-'), format)).toBeUndefined();
    expect(read(text, { ...format, hours: hours === 12 ? 24 : 12 })).toBeUndefined();
    expect(read(String(seconds), format)).toBeUndefined();
    expect(readNewer(String(seconds), format)).toBe(seconds);
    expect(readNewer(new Date(seconds * 1000).toISOString(), format)).toBe(seconds);
  });
});

describe('what it pushes agrees with what is true', () => {
  it('one transfer event for each transfer, with the one handed on first and the transferor last', () => {
    for (const call of calls) {
      const events = tapeOf(call).filter(({ what }) => what === 'transfer');
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

  it('everybody who rings or talks says BYE once on each channel, and nobody afterwards anything', () => {
    for (const call of calls) {
      const events = tapeOf(call).filter(({ what }) => what === 'status');
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
      from,
      until: from + 3600,
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

describe('what it records agrees with what is true', () => {
  const transferred = calls.flatMap((call) => call.transfers.map((transfer) => ({ call, transfer })));

  it('P-Series v1.0: the reason names who transferred and how, and the next row of the same uid goes to the target', () => {
    for (const { call, transfer } of transferred) {
      const { left, got } = traceOf(call, transfer);
      const rows = call.legs.map((leg) => rowOf(leg, call, { id: 1 }, display));
      const mine = rows.filter(({ uid }) => uid === uidOf(transfer.callid, display.offsetMinutes));
      const reason = `${transfer.transferor.number} ${transfer.kind} transferred,`;
      const [row, ...more] = mine.filter((one) => String(one['reason']).startsWith(reason));
      expect(more.length).toBeLessThanOrEqual(1); // thrown back and forth
      expect(
        [row, ...more].map((one) => [numberOf(one!['call_from']), numberOf(one!['call_to'])]),
      ).toContainEqual([left.from, left.to]);
      expect(mine.map((one) => [numberOf(one['call_from']), numberOf(one['call_to'])])).toContainEqual([
        got.from,
        got.to,
      ]);
    }
  });

  it('P-Series v1.0: no other row has a transfer as its reason, and no row a call id', () => {
    for (const call of calls) {
      const rows = call.legs.map((leg) => rowOf(leg, call, { id: 1 }, display));
      expect(rows.filter(({ reason }) => / transferred,/.test(String(reason)))).toHaveLength(
        call.transfers.length,
      );
      expect(rows.filter((row) => 'call_id' in row)).toEqual([]);
    }
  });

  it('P-Series v2.0: the timeline has a transfer where there was one, at its time', () => {
    for (const call of calls) {
      const events = cdrsOf([call], display).flatMap((cdr) =>
        cdr.legs.flatMap((leg) =>
          legOf(cdr, leg, display)
            .event_list.filter(({ event_type: type }) => type.endsWith('_transfer'))
            .map(({ event_type: type, event_time: seconds = 0 }) => [
              type.split('_')[0],
              leg.startedAt + seconds,
            ]),
        ),
      );
      expect(events).toEqual(call.transfers.map(({ kind, at }) => [kind, at]));
    }
  });

  it('v2: the CSV has the leg that was left and the one that the other party got, in the same call', () => {
    for (const { call, transfer } of transferred) {
      const rows: Record<string, string>[] = parse(csvOf([call], '369', 60), { columns: true });
      const mine = rows.filter(({ callid }) => callid === transfer.callid);
      const { left, got } = traceOf(call, transfer);
      const ends = mine.map(({ callfrom, callto }) => `${callfrom} ${callto}`);
      const isQueued = (to: string) => ends.some((one) => one === `${left.from} 6400(${to})`);
      expect(ends.includes(`${left.from} ${left.to}`) || isQueued(left.to)).toBe(true);
      const reached = mine.find((row) => row['callfrom'] === got.from && row['callto']!.startsWith(got.to));
      expect(reached?.['status']).toBe(got.status === 'ABANDONED' ? 'NO ANSWER' : got.status);
    }
  });
});
