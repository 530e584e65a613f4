import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { get as httpGet, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { hasLibreOffice, openInLibreOffice } from '../../support/libre-office.js';
import { Client } from 'pg';
import { startApp } from '../../support/app.js';
import { keep, keptTransfer } from '../../support/stories/kept-transfers.js';
import { until } from '../../support/until.js';

let app: Awaited<ReturnType<typeof startApp>>;

const COLUMNS =
  'id,receivedAt,callid,sn,dialect,direction,kind,transferor,basis,transferee,target,outcome,answeredAt,talkSeconds,hop,deliveries,trunk,members,did';

/** RFC 4180, as a spreadsheet reads it. */
function parseCsv(text: string, separator: string): string[][] {
  const rows: string[][] = [[]];
  const cells = new RegExp(String.raw`("(?:[^"]|"")*"|[^"\r\n${separator}]*)(${separator}|\r\n|$)`, 'gy');
  for (let match; (match = cells.exec(text)) && cells.lastIndex <= text.length;) {
    rows.at(-1)!.push(match[1]!.startsWith('"') ? match[1]!.slice(1, -1).replaceAll('""', '"') : match[1]!);
    if (match[2] === '\r\n') rows.push([]);
    if (cells.lastIndex === text.length) break;
  }
  return rows.slice(0, -1);
}

describe('exports', () => {
  beforeAll(async () => {
    app = await startApp({ TIME_ZONE: 'Europe/Madrid' }, { stories: 'written' });
  });
  afterAll(() => app?.stop());

  const nasty = [
    '=1+1',
    '+34600111',
    '-1',
    '@x',
    '\tx',
    '\rx',
    'a;b',
    'a,b',
    'say "hi"',
    'two\r\nlines',
    '007',
    ' =1',
    'ñ😀',
  ];
  const rows = nasty.map((text, n) =>
    keptTransfer({
      sn: 'export',
      callid: text,
      receivedAt: new Date(Date.UTC(2026, 9, 25, 0, 30) + n * 900_000).toISOString(),
      transferorExt: '1020',
      transfereeKind: 'inbound',
      transfereeNumber: text,
      targetKind: 'outside',
      targetNumber: text,
      members: [
        { kind: 'ext', number: '1020' },
        { kind: 'inbound', from: text, to: '1', trunkname: text },
      ],
    }),
  );
  beforeAll(() => keep(app, rows));

  it.each([',', ';'])(
    'CSV with %s: its columns, what was sent in them, and never a formula',
    async (separator) => {
      const answer = await app.get(
        `/transfers.csv?sn=export&order=asc&separator=${encodeURIComponent(separator)}`,
      );
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toMatch('text/csv; charset=utf-8');
      const bytes = new Uint8Array(await (await fetch(`${app.url}/transfers.csv?sn=export`)).arrayBuffer());
      expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      const [head, ...lines] = parseCsv(answer.text, separator);
      expect(head!.join(',')).toBe(COLUMNS);
      expect(lines).toHaveLength(rows.length);
      lines.forEach((cells, n) => {
        const line = Object.fromEntries(head!.map((name, at) => [name, cells[at]!]));
        const shown = /^[=+\-@\t\r]/.test(nasty[n]!) ? `'${nasty[n]}` : nasty[n];
        expect(line).toMatchObject({
          id: rows[n]!.id,
          callid: shown,
          transferee: shown,
          target: shown,
          trunk: shown,
        });
        expect(JSON.parse(line['members']!)[1]).toMatchObject({
          kind: 'inbound',
          from: nasty[n],
          trunkname: nasty[n],
        });
        expect(Date.parse(line['receivedAt']!)).toBe(Date.parse(rows[n]!.receivedAt));
        expect(cells.filter((text) => /^[=+\-@\t\r]/.test(text))).toEqual([]);
      });
    },
  );

  const whereInstalled = hasLibreOffice() ? describe : describe.skip;
  whereInstalled('in LibreOffice, where soffice is installed', () => {
    it('CSV has its columns, as sent, and no cell is a formula', async () => {
      const { text } = await app.get('/transfers.csv?sn=export&order=asc');
      const column = COLUMNS.split(',').indexOf('transferee');
      // It guesses all columns but one, which is text, as one imports telephone numbers.
      const { xml, rows: cells } = openInLibreOffice(text, `44,34,76,1,${column + 1}/2`);
      expect(xml).not.toContain('table:formula');
      expect(cells[0]).toEqual(COLUMNS.split(','));
      expect(cells).toHaveLength(rows.length + 1);
      const one = (shown: string) => shown.replace(/\s+/g, ' ').trim();
      expect(cells.slice(1).map((row) => one(row[column]!))).toEqual(
        nasty.map((sent) => one(/^[=+\-@\t\r]/.test(sent) ? `'${sent}` : sent)),
      );
    });
  });

  it('CSV has local time with its offset, across the change to winter time', async () => {
    const { text } = await app.get('/transfers.csv?sn=export&order=asc&tz=Europe/Madrid');
    expect(text).toContain('2026-10-25T02:30:00.000+02:00');
    expect(text).toContain('2026-10-25T02:00:00.000+01:00');
  });

  it('NDJSON and Accept say the same as the list', async () => {
    const { body } = await app.get('/transfers?sn=export&limit=500');
    const lines = (await app.get('/transfers.ndjson?sn=export')).text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(body.data);
    const csv = await app.get('/transfers.csv?sn=export');
    const accepted = await app.get('/transfers?sn=export', { Accept: 'text/csv' });
    expect(accepted.text).toBe(csv.text);
    expect(accepted.headers.get('vary')).toMatch('Accept');
    expect((await app.get('/transfers?sn=export', { Accept: '*/*' })).body.data).toHaveLength(rows.length);
  });

  it('without any row CSV has its header only, and NDJSON is empty', async () => {
    expect((await app.get('/transfers.csv?sn=nobody')).text).toBe(`${COLUMNS}\r\n`);
    expect((await app.get('/transfers.ndjson?sn=nobody')).text).toBe('');
  });

  it('of more rows than are read at a time has every row once, in order', async () => {
    const many = Array.from({ length: 3_456 }, (_, n) =>
      keptTransfer({ sn: 'many', receivedAt: new Date(1.7e12 + (n >> 4)).toISOString() }),
    );
    await keep(app, many);
    const lines = (await app.get('/transfers.ndjson?sn=many&order=asc')).text.trimEnd().split('\n');
    const expected = many.map((t) => `${t.receivedAt} ${t.id}`).sort();
    expect(lines.map((line) => JSON.parse(line)).map((t) => `${t.receivedAt} ${t.id}`)).toEqual(expected);
  });

  describe('of 20 MB, more than the buffers on the way hold', () => {
    const sn = 'big';
    const count = 15_000;
    beforeAll(async () => {
      for (let n = 0; n < count; n += 1_000)
        await keep(
          app,
          Array.from({ length: 1_000 }, () => keptTransfer({ sn, callid: 'x'.repeat(900) })),
        );
    });

    /** An export that nobody reads on, with the server's end of its connection. */
    async function unread() {
      const server = app.app.getHttpServer();
      const connected = once(server, 'connection');
      const request = httpGet(`${app.url}/transfers.ndjson?sn=${sn}&order=asc`, { agent: false });
      request.on('error', () => {});
      const [[socket], [response]] = await Promise.all([connected, once(request, 'response')]);
      response.on('error', () => {}); // it is cut off
      // Nothing is written, and nothing is read from the database, look after look.
      let last = '';
      let same = 0;
      await until(async () => {
        const now = `${(socket as Socket).bytesWritten} ${JSON.stringify(await pageQueries())}`;
        same = now === last && (socket as Socket).writableLength > 0 ? same + 1 : 0;
        last = now;
        return same > 10;
      });
      return { socket: socket as Socket, response: response as IncomingMessage };
    }

    /** A connection of the test's own, without a time limit. */
    async function connect() {
      const client = new Client({ connectionString: app.databaseUrl });
      client.on('error', () => {}); // a test that failed has not closed it
      await client.connect();
      return client;
    }

    /** The last query of each connection that reads pages, and whether it waits for a lock. */
    const pageQueries = () =>
      app.query(`SELECT query_start::text, state, wait_event_type = 'Lock' AS waits FROM pg_stat_activity
         WHERE datname = current_database() AND query LIKE '%"callStartedAt"%' AND pid <> pg_backend_pid() ORDER BY 1`);

    it('a client that stops reading stops the query', async () => {
      const { response } = await unread();
      // What was not read from the database by now is not there any more when the client reads on.
      const client = await connect();
      await client.query(
        `DELETE FROM transfers WHERE sn = $1 AND id IN
        (SELECT id FROM transfers WHERE sn = $1 ORDER BY received_at DESC, id DESC LIMIT 500)`,
        [sn],
      );
      await client.end();
      let lines = 0;
      for await (const chunk of response as AsyncIterable<Buffer>)
        lines += chunk.toString('latin1').split('\n').length - 1;
      expect(lines).toBe(count - 500);
    });

    it('a client that goes away ends the query', async () => {
      const { socket, response } = await unread();
      const locker = await connect();
      await locker.query('BEGIN; LOCK TABLE transfers IN ACCESS EXCLUSIVE MODE');
      const closed = new Promise((resolve) => socket.on('close', resolve));
      response.destroy();
      await closed;
      // By the time another request is answered, a reader that went on would wait for the lock.
      for (let n = 0; n < 3; n++) expect((await app.get('/health/live')).status).toBe(200);
      expect((await pageQueries()).filter(({ waits }) => waits)).toEqual([]);
      await locker.end();
    });
  });
});
