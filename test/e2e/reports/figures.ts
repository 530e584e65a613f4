import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TransferView } from '../../../src/history/transfer-view.js';
import { FiguresReader } from '../../../src/reports/sql/figures.reader.js';
import { BY, type By } from '../../../src/reports/dimensions/dimensions.js';
import type { Report, ReportRow } from '../../../src/reports/report.js';
import { Random } from '../../../src/simulator/random.js';
import { EVERYTHING } from '../../../src/transfer/visibility.js';
import { startApp } from '../../support/app.js';
import { storeMadeUp } from '../../support/stories/made-up-transfers.js';
import { figuresOf, keyOf } from '../../support/stories/plain-report.js';
import { ext, transferEvent } from '../../support/pushes.js';

// Two months around the change of the clocks in Europe and in America.
const FROM = '2026-10-01T00:00:00Z';
const TO = '2026-12-01T00:00:00Z';

let app: Awaited<ReturnType<typeof startApp>>;
let all: TransferView[];

async function report(query: string): Promise<Report> {
  const { status, body } = await app.get(`/reports/transfers?${query}`);
  expect([status, body.errors]).toEqual([200, undefined]);
  return body;
}

/** Every row of a list, walked to its end. */
async function listed(query: string): Promise<TransferView[]> {
  const rows: TransferView[] = [];
  for (let cursor = ''; ;) {
    const { body } = await app.get(`/transfers?limit=500&order=asc&${query}${cursor}`);
    rows.push(...body.data);
    if (!body.next) return rows;
    cursor = `&cursor=${body.next}`;
  }
}

/** The part of a row that a plain recomputation gives: its figures, found by its keys. */
function byKey(rows: ReportRow[], keys: string[]): Map<string, object> {
  return new Map(
    rows
      .filter(({ transfers }) => transfers > 0)
      .map((row) => {
        const { back: _, share: __, ...rest } = row as Record<string, unknown>;
        const key = Object.fromEntries(keys.map((name) => [name, rest[name]]));
        const figures = Object.fromEntries(
          Object.entries(rest).filter(([name]) => !keys.includes(name) || name in figuresOf([])),
        );
        return [JSON.stringify(key), figures];
      }),
  );
}

function recomputed(by: string, list: TransferView[], tz: string): Map<string, object> {
  const groups = new Map<string, TransferView[]>();
  for (const view of list) {
    const key = JSON.stringify(keyOf(by, view, tz, all));
    groups.set(key, [...(groups.get(key) ?? []), view]);
  }
  return new Map([...groups].map(([key, views]) => [key, figuresOf(views)]));
}

describe('reports', () => {
  beforeAll(async () => {
    app = await startApp({ TIME_ZONE: 'Europe/Madrid' }, { stories: 'written' });
    await storeMadeUp(app, 1, 1500, FROM, TO);
    all = await listed('');
  });
  afterAll(() => app?.stop());

  describe.each(BY)('a report by %s', (by) => {
    it('equals one recomputed from the rows of the list, in any zone', async () => {
      for (const tz of ['Europe/Madrid', 'America/St_Johns', 'Asia/Kathmandu']) {
        const period = `from=2026-10-20&to=2026-11-05&tz=${tz}`;
        const [asked, list] = [await report(`by=${by}&${period}`), await listed(period)];
        expect(list.length).toBeGreaterThan(300);
        const keys = Object.keys(keyOf(by, list[0]!, tz, all));
        expect(byKey(asked.rows, keys)).toEqual(recomputed(by, list, tz));
        expect(asked.totals).toEqual(figuresOf(list));
      }
    });

    it('adds up to its totals', async () => {
      const { rows, totals } = await report(`by=${by}&from=2026-10-01&to=2026-11-30`);
      const sum = (name: 'transfers' | 'answered' | 'unknown' | 'inferred') =>
        rows.reduce((so, row) => so + row[name], 0);
      for (const name of ['transfers', 'answered', 'unknown', 'inferred'] as const)
        expect(sum(name)).toBe(totals[name]);
    });

    it('sets the period before beside it, with the change', async () => {
      const now = await report(`by=${by}&from=2026-11-09&to=2026-11-15&compare=previous`);
      const before = await report(`by=${by}&from=2026-11-02&to=2026-11-08`);
      expect(now.compare).toEqual({ from: before.from, to: before.to, totals: before.totals });
      const sum = (pick: (row: ReportRow) => number) => now.rows.reduce((so, row) => so + pick(row), 0);
      expect(sum((row) => row.previous!.transfers)).toBe(before.totals.transfers);
      expect(sum((row) => row.change!.transfers)).toBe(now.totals.transfers - before.totals.transfers);
      const explicit = await report(`by=${by}&from=2026-11-09&to=2026-11-15&compare=2026-11-02/2026-11-08`);
      expect(explicit).toEqual(now);
    });
  });

  describe('a report of any filter', () => {
    it('agrees with the list to the row', async () => {
      const random = new Random(5);
      for (let round = 0; round < 40; round += 1) {
        const query = anyFilter(random);
        const by = random.pick(BY);
        const tz = new URLSearchParams(query).get('tz') ?? 'Europe/Madrid';
        const [asked, list] = [await report(`by=${by}&${query}`), await listed(query)];
        const keys = Object.keys(keyOf(by, all[0]!, tz, all));
        expect([query, byKey(asked.rows, keys)]).toEqual([query, recomputed(by, list, tz)]);
        expect([query, asked.totals]).toEqual([query, figuresOf(list)]);
      }
    });
  });

  describe('what a report says', () => {
    it('is today by day in TIME_ZONE where nothing is asked', async () => {
      const { by, tz, rows, from, to } = await report('');
      expect([by, tz, rows.length]).toEqual(['day', 'Europe/Madrid', 1]);
      expect(rows[0]).toMatchObject({ start: from });
      const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Madrid' }).format();
      expect(from).toMatch(new RegExp(`^${today}T00:00:00\\+0[12]:00$`));
      expect(Date.parse(to) - Date.parse(from)).toBeGreaterThan(22 * 3_600_000);
    });

    it('shows empty buckets as zero: every hour of the day, every hour of the week', async () => {
      const year = 'from=2020-10-25&to=2020-10-25';
      const hours = await report(`by=hour&${year}`);
      expect(hours.rows).toHaveLength(25);
      expect(hours.rows[3]).toEqual({
        start: '2020-10-25T02:00:00+01:00',
        ...figuresOf([]),
      });
      const week = await report(`by=weekday-hour&${year}`);
      expect(week.rows.map(({ weekday, hour }) => [weekday, hour])).toEqual(
        Array.from({ length: 168 }, (_, n) => [Math.floor(n / 24) + 1, n % 24]),
      );
    });

    it('begins with the first transfer where only the end is asked', async () => {
      const { totals, from } = await report('to=2026-10-10');
      expect(from).toBe('2026-10-01T00:00:00+02:00');
      expect(totals).toEqual(figuresOf(await listed('to=2026-10-10')));
    });

    it('keeps who is gone since the period before, with zero now', async () => {
      const busy = await report('by=ext&from=2026-11-02&to=2026-11-08');
      const after = await report('by=ext&from=2020-01-01&to=2020-01-07&compare=2026-11-02/2026-11-08');
      expect(after.rows).toHaveLength(busy.rows.length);
      for (const row of after.rows) expect(row.change!.transfers).toBe(-row.previous!.transfers);
    });

    it('marks calls that are thrown back: as many back as the opposite row has', async () => {
      const { rows } = await report('by=pair&from=2026-10-01&to=2026-11-30');
      const way = (from: unknown, to: unknown) =>
        rows.find((row) => row['from'] === from && row['to'] === to);
      const there = way('1001', '1002')!;
      expect(there.back).toBe(way('1002', '1001')!.transfers);
      expect(there.back).toBeGreaterThan(0);
      expect(way('1001', '6200')!.back).toBe(0);
      expect(rows.filter((row) => row['to'] === null).every(({ back }) => back === 0)).toBe(true);
    });

    it('gives each route its share of all', async () => {
      const { rows, totals } = await report('by=route&from=2026-10-01&to=2026-11-30');
      for (const { share, transfers } of rows) expect(share).toBeCloseTo(transfers / totals.transfers, 4);
    });

    it('shows who may see one extension nothing of the rest of its calls', async () => {
      // 1500 hands its call with 1501 on, then 1502 does: each has a part in one of the two transfers.
      const chain = (hop: number, ...parties: string[]) => {
        const members = parties.map((number) => ext(number, `0${hop}`));
        return transferEvent('1790000000.77', { members, sn: 'S77' });
      };
      await app.deliver(chain(1, '1501', '1500'));
      await app.deliver(chain(2, '1501', '1502'));
      await app.query(`UPDATE transfers SET hop = 2 WHERE sn = 'S77' AND transferor_ext = '1502'`);
      const { from, to } = await report('');
      const by = async (grouping: By, extensions: string[] | null, hops?: number) =>
        (
          await app.app.get(FiguresReader).count(grouping, {
            from: new Date(from),
            to: new Date(to),
            role: 'any',
            reported: true,
            tz: 'UTC',
            sn: ['S77'],
            hops,
            visibility: { ...EVERYTHING, extensions },
          })
        ).groups.map(({ key }) => key);
      expect(await by('chain', null)).toEqual([{ transfersInCall: 2 }]);
      expect(await by('chain', ['1500'])).toEqual([{ transfersInCall: 1 }]);
      expect(await by('chain', ['1502'])).toEqual([{ transfersInCall: 1 }]); // the first that it sees, as in the list
      const route = { trunk: null, target: null };
      expect(await by('route', null)).toEqual([{ ...route, ext: '1500' }]);
      expect(await by('route', ['1500'])).toEqual([{ ...route, ext: '1500' }]);
      expect(await by('route', ['1502'])).toEqual([{ ...route, ext: '1502' }]);
      expect(await by('ext', null, 2)).toHaveLength(2);
      expect(await by('ext', ['1500'], 2)).toEqual([]);
    });

    it('says what a PBX never reports', async () => {
      expect((await report('')).note).toMatch(/through its API/);
    });

    it.each([
      ['by=colour', 'by'],
      ['by=ext&by=day', 'by'],
      ['compare=lately', 'compare'],
      ['compare=2026-11-01', 'compare'],
      ['compare=2026-11-01/soon', 'compare'],
      ['limit=5', 'limit'],
      ['by=hour&from=1999-01-01', 'by'],
      ['by=day&compare=1970-01-01/2300-01-01', 'by'],
    ])('?%s is a 400 that names the parameter', async (query, path) => {
      expect(await app.get(`/reports/transfers?${query}`)).toMatchObject({
        status: 400,
        body: { errors: [{ path, message: expect.any(String) }] },
      });
    });
  });
});

/** Any parameters that both the list and the report know; always with a period, which only a report fills in. */
function anyFilter(random: Random): string {
  const day = () => String(random.between(1, 30)).padStart(2, '0');
  const params = new URLSearchParams({ from: `2026-10-${day()}`, to: `2026-11-${day()}` });
  const maybe = (name: string, ...values: string[]) => {
    if (random.chance(0.25)) params.append(name, random.pick(values));
  };
  maybe('tz', 'UTC', 'Asia/Kathmandu', 'America/New_York');
  maybe('ext', '1001', '1020', '6200');
  maybe('ext', '1002', '2000');
  maybe('sn', '369451000001', 'none');
  maybe('direction', 'internal', 'inbound');
  maybe('direction', 'outbound');
  maybe('number', '*1', '+34911234567');
  maybe('trunk', 'siptrunk', 'Zürich-2');
  maybe('outcome', 'answered', 'unknown');
  maybe('kind', 'blind');
  maybe('reported', 'any', 'true');
  maybe('hours', '09:00-18:00', '22:00-06:00');
  maybe('weekdays', '1-5', '6,7');
  maybe('hops', '2', '3');
  if (params.has('ext')) maybe('role', 'transferor', 'target', 'transferee');
  return params.toString();
}
