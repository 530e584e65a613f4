import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { allScenarios, traceOf } from '../../support/fake-pbx/all-scenarios.js';
import { read, readNewer, show, type Display } from '../../support/fake-pbx/p-series/display-time.js';
import { rowOf, uidOf } from '../../support/fake-pbx/p-series/rows.js';
import { cdrsOf, legOf } from '../../support/fake-pbx/p-series/timeline.js';
import { csvOf } from '../../support/fake-pbx/v2/csv.js';

const display: Display = { date: 'DD/MM/YYYY', hours: 12, offsetMinutes: 120 };
const calls = allScenarios();
const numberOf = (shown: unknown) => /<(.+)>$/.exec(String(shown))?.[1] ?? String(shown);

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
