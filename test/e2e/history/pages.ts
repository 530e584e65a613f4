import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp } from '../../support/app.js';
import { keep, type KeptTransfer, keptTransfer } from '../../support/stories/kept-transfers.js';

let app: Awaited<ReturnType<typeof startApp>>;

async function walk(path: string, between: () => Promise<unknown> = async () => {}): Promise<string[]> {
  const ids: string[] = [];
  for (let next: string | null = path; next;) {
    const { status, body, headers } = await app.get(next);
    expect(status).toBe(200);
    ids.push(...body.data.map((t: { id: string }) => t.id));
    next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? null;
    await between();
  }
  return ids;
}

describe('pages', () => {
  beforeAll(async () => {
    app = await startApp({ TIME_ZONE: 'Europe/Madrid' }, { stories: 'written' });
  });
  afterAll(() => app?.stop());

  it('times are in UTC with milliseconds, however the server writes its own', async () => {
    const times = ['2026-03-29T01:30:00.000Z', '2026-03-29T01:30:00.120Z', '2026-03-29T01:30:00.999Z'];
    await keep(
      app,
      times.map((receivedAt) => keptTransfer({ sn: 'times', receivedAt })),
    );
    await app.query(`UPDATE transfers SET answered_at = received_at WHERE sn = 'times'`);
    const database = new URL(app.databaseUrl).pathname.slice(1);
    await app.query(`ALTER DATABASE ${database} SET timezone TO 'Asia/Kathmandu'`);
    await app.query(`ALTER DATABASE ${database} SET datestyle TO 'German'`);
    const other = await startApp({ DATABASE_URL: app.databaseUrl });
    const { body } = await other.get('/transfers?sn=times&order=asc');
    await other.stop();
    await app.query(`ALTER DATABASE ${database} RESET ALL`);
    const shown = body.data.map((t: Record<string, string>) => [t['receivedAt'], t['answeredAt']]);
    expect(shown).toEqual(times.map((time) => [time, time]));
  });

  it.each(['desc', 'asc'])(
    'order=%s: a walk through 1,200 rows of one millisecond while more arrive shows each once',
    async (order) => {
      const sn = `walk-${order}`;
      const receivedAt = '2026-03-01T08:00:00.123Z';
      const make = (n: number, given: Partial<KeptTransfer> = {}) =>
        Array.from({ length: n }, () =>
          keptTransfer({ sn, receivedAt, members: [{ kind: 'ext', number: '77' }], ...given }),
        );
      const stood = make(1_200);
      await keep(app, stood);
      for (const filter of [`sn=${sn}`, `sn=${sn}&ext=77`]) {
        const seen = await walk(`/transfers?${filter}&order=${order}&limit=100`, () =>
          keep(app, [...make(5), ...make(5, { receivedAt: '2026-03-01T08:00:00.122Z' })]),
        );
        expect(new Set(seen).size).toBe(seen.length);
        const ids = new Set(seen);
        expect(stood.filter(({ id }) => !ids.has(id))).toEqual([]);
      }
    },
  );

  it('any damage to a cursor is a 400 that names it', async () => {
    await keep(app, [keptTransfer({ sn: 'cursor' }), keptTransfer({ sn: 'cursor' })]);
    const { body } = await app.get('/transfers?sn=cursor&limit=1');
    const cursor: string = body.next;
    const damaged = [
      cursor.slice(1),
      cursor.slice(0, -1),
      `${cursor}A`,
      `${cursor}!`,
      `${cursor}=`,
      'null',
      'e30',
      cursor.toUpperCase(),
    ];
    for (let at = 0; at < cursor.length; at += 3)
      damaged.push(`${cursor.slice(0, at)}${cursor[at] === 'A' ? 'B' : 'A'}${cursor.slice(at + 1)}`);
    for (const bad of damaged) {
      const answer = await app.get(`/transfers?sn=cursor&limit=1&cursor=${encodeURIComponent(bad)}`);
      expect({ bad, ...answer }).toMatchObject({ status: 400, body: { errors: [{ path: 'cursor' }] } });
    }
    for (const other of [
      'sn=cursor&order=asc',
      'sn=cursor&kind=blind',
      'sn=cursor&sn=none',
      'sn=cursor&reported=any',
    ])
      expect((await app.get(`/transfers?${other}&cursor=${cursor}`)).body.errors).toMatchObject([
        { path: 'cursor' },
      ]);
    expect((await app.get(`/transfers?limit=7&sn=cursor&cursor=${cursor}`)).status).toBe(200);
  });

  it.each([
    ['role=target', 'role'],
    ['ext=1&role=boss', 'role'],
    ['number=1*2', 'number'],
    ['outcome=', 'outcome'],
    ['outcome=good', 'outcome'],
    ['kind=warm', 'kind'],
    ['group=%20', 'group'],
    ['reported=yes', 'reported'],
    ['hours=9-18', 'hours'],
    ['hours=09:00-09:00', 'hours'],
    ['hours=25:00-26:00', 'hours'],
    ['weekdays=0', 'weekdays'],
    ['weekdays=mon', 'weekdays'],
    ['hops=0', 'hops'],
    ['from=2026-01-02&to=2026-01-01', 'to'],
    ['from=2026-01-01&from=2026-01-01', 'from'],
    ['from=2026-01-01T00:00:00', 'from'],
    ['tz=%2B01:00', 'tz'],
    ['count=1', 'count'],
    ['ext=a%00b', 'ext'],
    ['__proto__=1', '__proto__'],
    ['ext[]=1', 'ext[]'],
  ])('?%s is a 400 that names the parameter', async (query, path) => {
    for (const route of ['/transfers', '/transfers.csv', '/transfers/stream']) {
      const answer = await app.get(`${route}?${query}`);
      expect(answer).toMatchObject({
        status: 400,
        body: { errors: [{ path, message: expect.any(String) }] },
      });
    }
  });

  it('all faults of a query are named at once', async () => {
    const { body } = await app.get('/transfers?nonsense=1&limit=0&tz=Mars');
    expect(body.errors.map((e: { path: string }) => e.path)).toEqual(['nonsense', 'limit', 'tz']);
  });

  it.each([
    ['2026-03-29', 23],
    ['2026-10-25', 25],
    ['2026-07-01', 24],
  ])('the bare date %s is a day of %d hours in Madrid', async (date, hours) => {
    const sn = `dst-${date}`;
    const midnight = Date.parse(`${date}T00:00:00Z`);
    await keep(
      app,
      Array.from({ length: 60 }, (_, n) =>
        keptTransfer({ sn, receivedAt: new Date(midnight + (n - 12) * 3_600_000).toISOString() }),
      ),
    );
    const { body } = await app.get(`/transfers?sn=${sn}&from=${date}&to=${date}&count=true`);
    expect(body.total).toBe(hours);
  });
});
