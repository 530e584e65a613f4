import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp } from '../../support/app.js';
import { ext, transferEvent } from '../../support/pushes.js';

/** Which PostgreSQL reads as abbreviations, of which its data is of another year than Node's, and some for comparison. */
const ZONES = [
  ...['CET', 'MET', 'EET', 'WET', 'EST', 'MST', 'HST', 'EST5EDT', 'CST6CDT', 'MST7MDT', 'PST8PDT'],
  ...[
    'America/Vancouver',
    'Europe/Chisinau',
    'Europe/Madrid',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'UTC',
  ],
];
const HOUR = 3_600_000;
/** Around the changes of summer time of Europe and America in spring and autumn. */
const CHANGES = ['2024-03-10', '2024-03-31', '2026-03-29', '2026-10-25', '2026-11-01', '2026-11-20'];
const TIMES = CHANGES.flatMap((day) =>
  Array.from({ length: 24 }, (_, n) => new Date(Date.parse(`${day}T00:00:00Z`) + (n - 4) * 2.3 * HOUR)),
);

let app: Awaited<ReturnType<typeof startApp>>;

/** What a clock on the wall of the zone shows, by Intl alone. */
function wallOf(zone: string) {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    ...{
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    },
    hourCycle: 'h23',
  });
  return (at: Date) => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const weekday = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts['weekday']!) + 1;
    const { year, month, day, hour, minute } = parts;
    return { date: `${year}-${month}-${day}`, hour: Number(hour), time: `${hour}:${minute}`, weekday };
  };
}

const PERIOD = 'from=2024-01-01T00:00:00Z&to=2027-01-01T00:00:00Z';
const countsOf = (keys: string[]) =>
  Object.fromEntries([...new Set(keys)].sort().map((key) => [key, keys.filter((one) => one === key).length]));

describe('zones', () => {
  beforeAll(async () => {
    app = await startApp({ SIMULATION: 'on' });
    for (const [n, at] of TIMES.entries()) {
      const event = transferEvent(`${1_700_000_000 + n}.1`, { members: [ext('2000'), ext('1020')] });
      await app.deliver(event, { 'X-Simulated-At': at.toISOString() });
    }
  });
  afterAll(() => app?.stop());

  describe.each(ZONES)('in %s', (zone) => {
    const walls = TIMES.map(wallOf(zone));
    const received = async (query: string) => {
      const { body } = await app.get(`/transfers?order=asc&limit=500&tz=${zone}&${query}`);
      return (body.data as { receivedAt: string }[]).map(({ receivedAt }) => receivedAt);
    };
    const expected = (isMeant: (wall: (typeof walls)[number]) => boolean) =>
      TIMES.flatMap((at, n) => (isMeant(walls[n]!) ? [at.toISOString()] : [])).sort();
    const report = async (query: string) => {
      const { body } = await app.get(`/reports/transfers?tz=${zone}&${query}`);
      return (body.rows as { start: string; weekday: number; hour: number; transfers: number }[]).filter(
        ({ transfers }) => transfers > 0,
      );
    };

    it('hours and weekdays of the list are those of the clock on the wall, with and without a period', async () => {
      const isMorning = ({ time }: { time: string }) => time >= '01:00' && time < '03:00';
      for (const period of ['', PERIOD, 'from=2026-10-01&to=2026-11-10']) {
        const inPeriod = (times: string[]) =>
          period.startsWith('from=2026') ? times.filter((at) => at > '2026-10' && at < '2026-11-10') : times;
        expect(await received(`hours=01:00-03:00&${period}`)).toEqual(inPeriod(expected(isMorning)));
        expect(await received(`weekdays=7&${period}`)).toEqual(
          inPeriod(expected(({ weekday }) => weekday === 7)),
        );
      }
    });

    it('reports by weekday and hour, by hour and by day count as the clock on the wall does', async () => {
      const week = (await report(`by=weekday-hour&${PERIOD}`)).map(({ weekday, hour, transfers }) => [
        `${weekday} ${hour}`,
        transfers,
      ]);
      expect(Object.fromEntries(week)).toEqual(
        countsOf(walls.map(({ weekday, hour }) => `${weekday} ${hour}`)),
      );
      const days = (await report(`by=day&${PERIOD}`)).map(({ start, transfers }) => [
        start.slice(0, 10),
        transfers,
      ]);
      expect(Object.fromEntries(days)).toEqual(countsOf(walls.map(({ date }) => date)));
      // The hour that a clock shows twice is two.
      const hours = new Map<string, number>();
      for (const { start, transfers } of await report(`by=hour&from=2026-10-01&to=2026-11-30`)) {
        const key = start.slice(0, 13);
        hours.set(key, (hours.get(key) ?? 0) + transfers);
      }
      const shown = walls.filter(({ date }) => date >= '2026-10');
      const pad = (hour: number) => String(hour).padStart(2, '0');
      expect(Object.fromEntries(hours)).toEqual(
        countsOf(shown.map(({ date, hour }) => `${date}T${pad(hour)}`)),
      );
    });

    it('an hours filter of a report counts what the list shows, and the export prints that time', async () => {
      const [row] = await report(`by=direction&hours=01:00-03:00&${PERIOD}`);
      expect(row?.transfers ?? 0).toBe((await received(`hours=01:00-03:00&${PERIOD}`)).length);
      const csv = (await app.get(`/transfers.csv?order=asc&tz=${zone}&hours=01:00-03:00`)).text
        .trim()
        .split('\r\n');
      for (const line of csv.slice(1)) expect(line.split(',')[1]).toMatch(/T0[12]:/);
    });
  });
});
