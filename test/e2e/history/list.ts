import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp } from '../../support/app.js';
import { transferEvent } from '../../support/pushes.js';

let app: Awaited<ReturnType<typeof startApp>>;

describe('GET /transfers', () => {
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.stop());

  it('walks in both orders through every row exactly once', async () => {
    const sn = '77';
    await Promise.all(Array.from({ length: 25 }, (_, n) => app.post(transferEvent(`9.${n}`, { sn }))));
    for (const order of ['desc', 'asc']) {
      const seen: string[] = [];
      let path: string | null = `/transfers?sn=${sn}&order=${order}&limit=7`;
      while (path) {
        const page: Awaited<ReturnType<typeof app.get>> = await app.get(path);
        seen.push(
          ...page.body.data.map((t: { receivedAt: string; id: string }) => `${t.receivedAt} ${t.id}`),
        );
        const link: string | null = page.headers.get('link');
        expect(link !== null).toBe(page.body.next !== null);
        path = link && /<(.+)>; rel="next"/.exec(link)![1]!;
      }
      expect(seen).toHaveLength(25);
      expect(new Set(seen).size).toBe(25);
      expect(seen).toEqual(order === 'asc' ? seen.toSorted() : seen.toSorted().toReversed());
    }
  });

  it.each([
    ['nonsense=1', 'nonsense'],
    ['ext=', 'ext'],
    ['limit=0', 'limit'],
    ['limit=501', 'limit'],
    ['order=up', 'order'],
    ['direction=sideways', 'direction'],
    ['from=yesterday', 'from'],
    ['to=2026-02-30', 'to'],
    ['tz=Mars', 'tz'],
    ['cursor=abc', 'cursor'],
  ])('?%s is a 400 that names the parameter', async (query, path) => {
    const answer = await app.get(`/transfers?${query}`);
    expect(answer).toMatchObject({
      status: 400,
      body: { status: 400, errors: [{ path, message: expect.any(String) }] },
    });
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
  });

  it('a cursor of another filter is refused', async () => {
    const { body } = await app.get('/transfers?limit=1');
    expect((await app.get(`/transfers?limit=1&ext=2000&cursor=${body.next}`)).body.errors).toMatchObject([
      { path: 'cursor' },
    ]);
  });

  it('bare dates are days of the asked zone, both included', async () => {
    await app.deliver(transferEvent('1.1', { sn: 'dates' }));
    // 23:30 in Madrid on the 25th, a day of 25 hours.
    await app.query(`UPDATE transfers SET received_at = '2026-10-25T22:30:00Z' WHERE sn = 'dates'`);
    const hits = async (query: string) => (await app.get(`/transfers?sn=dates&${query}`)).body.data.length;
    expect(await hits('from=2026-10-25&to=2026-10-25&tz=Europe/Madrid')).toBe(1);
    expect(await hits('from=2026-10-26&tz=Europe/Madrid')).toBe(0);
    expect(await hits('from=2026-10-25T22:30:00Z&to=2026-10-25T22:30:00.001Z')).toBe(1);
    expect(await hits('to=2026-10-25T22:30:00Z')).toBe(0);
  });

  it('GET /transfers/{id} with an unknown id is a 404 as problem+json', async () => {
    for (const id of ['0193a000-0000-7000-8000-000000000000', 'abc'])
      expect(await app.get(`/transfers/${id}`)).toMatchObject({
        status: 404,
        body: { status: 404, title: 'Not Found' },
      });
  });
});
