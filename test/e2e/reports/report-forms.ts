import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { startApp } from '../../support/app.js';
import { storeMadeUp } from '../../support/stories/made-up-transfers.js';

const PERIOD = 'from=2026-11-01&to=2026-11-07';

let app: Awaited<ReturnType<typeof startApp>>;

describe('forms of a report', () => {
  beforeAll(async () => {
    app = await startApp({}, { stories: 'written' });
    await storeMadeUp(app, 8, 300, '2026-11-01T00:00:00Z', '2026-11-08T00:00:00Z');
  });
  afterAll(() => app?.stop());

  describe('GET /reports/transfers.csv', () => {
    it.each(['day', 'pair', 'route', 'weekday-hour', 'outcome'])(
      'has the rows of the report by %s, cell by cell',
      async (by) => {
        const { rows } = (await app.get(`/reports/transfers?by=${by}&${PERIOD}`)).body;
        const { text, headers } = await app.get(`/reports/transfers.csv?by=${by}&${PERIOD}`);
        expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
        const lines = parse<Record<string, string>>(text, {
          bom: true,
          columns: true,
          record_delimiter: '\r\n',
        });
        const cells = rows.map((row: Record<string, string | number | null>) =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => [name, escaped(String(value ?? ''))]),
          ),
        );
        expect(lines).toEqual(cells);
      },
    );

    it('begins with a byte order mark, takes semicolons, and puts the period before beside it', async () => {
      const response = await fetch(
        `${app.url}/reports/transfers.csv?by=direction&separator=;&compare=previous&${PERIOD}`,
      );
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
      expect(bytes.toString().slice(1).split('\r\n')[0]).toMatch(
        /^direction;transfers;.*;previous\.transfers;/,
      );
    });

    it('never holds a cell that a spreadsheet takes for a formula', async () => {
      await app.query(`UPDATE transfers SET target_number = '=HYPERLINK("x")' WHERE target_number = '6200'`);
      const { text } = await app.get(`/reports/transfers.csv?by=target&${PERIOD}`);
      expect(text).toContain(`"'=HYPERLINK(""x"")"`);
      expect(text).toMatch(/^'\+4930123456,/m);
      expect(text).not.toMatch(/(^|,)"?[=+@-]/m);
    });
  });

  describe('GET /reports/transfers.html', () => {
    it.each(['day', 'hour', 'ext', 'pair', 'weekday-hour', 'route'])(
      'by %s is one page with its picture and every row, on which nothing can run or load',
      async (by) => {
        const { rows } = (await app.get(`/reports/transfers?by=${by}&${PERIOD}`)).body;
        const { text, headers } = await app.get(`/reports/transfers.html?by=${by}&${PERIOD}`);
        const style = /<style>([^]*?)<\/style>/.exec(text)![1]!;
        const policy = headers.get('content-security-policy')!;
        expect(policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
        expect(policy).toMatch(/^default-src 'none'/);
        expect(text).not.toMatch(/<script|<link|\bstyle=|\bon\w+=|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
        expect(text.match(/<svg[^]*?<\/svg>/g)).toHaveLength(1);
        const busy = rows.filter(({ transfers }: { transfers: number }) => transfers > 0);
        expect(text.split('<tbody>')[2]!.match(/<tr>/g)).toHaveLength(busy.length);
        expect(text).toMatch(/inferred for \d+/);
      },
    );

    it('says so where nothing was transferred, and draws nothing', async () => {
      const { text } = await app.get('/reports/transfers.html?from=2020-01-01&to=2020-01-07');
      expect(text).toContain('Nothing was transferred');
      expect(text).not.toContain('<svg');
    });

    it('takes what a PBX sent for text, wherever it stands', async () => {
      await app.query(
        `UPDATE transfers SET transferor_ext = '<img src=x onerror=alert(1)>' WHERE transferor_ext = '1001'`,
      );
      const { text } = await app.get(
        `/reports/transfers.html?by=ext&${PERIOD}&trunk=${encodeURIComponent('"><script>')}`,
      );
      expect(text).not.toContain('<script');
      const named = (await app.get(`/reports/transfers.html?by=ext&${PERIOD}`)).text;
      expect(named).toContain('&#60;img src=x onerror=alert(1)&#62;');
      expect(named).not.toContain('<img src=x');
    });
  });
});

const escaped = (cell: string) => (/^[=+\-@]/.test(cell) ? `'${cell}` : cell);
